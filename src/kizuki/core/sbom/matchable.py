"""Why a component cannot be compared with advisories to the full."""

from __future__ import annotations

from kizuki.core.sbom.cpe import is_literal, read_cpe
from kizuki.core.sbom.purl import read_purl
from kizuki.core.sbom.shapes import Component, Unmatchable
from kizuki.core.versions import scheme_of


def unmatchable(component: Component) -> Unmatchable | None:
    """The reason that stands in the way most, or None. The component stays in the list and is still compared.

    In order: no name and no identifier; an identifier that cannot be read; no identifier at all (a name can only
    suggest); no version; a package whose order of versions we do not hold, where no CPE stands beside.
    """
    purl = read_purl(component.purl) if component.purl else None
    cpe = read_cpe(component.cpe) if component.cpe else None
    # A CPE that names no product is compared with nothing: it is no identifier.
    named = cpe if cpe and is_literal(cpe.product) else None
    version = component.version or (purl.version if purl else "") or (cpe.plain_version if cpe else "")
    code = ""
    values: tuple[tuple[str, str], ...] = ()
    if component.purl and not purl:
        code, values = "purl_unreadable", (("purl", component.purl),)
    elif component.cpe and not cpe:
        code, values = "cpe_unreadable", (("cpe", component.cpe),)
    elif not purl and not named and not any(kind in ("purl", "cpe") for kind, _ in component.identifiers):
        code = "nothing" if not component.name else "no_identifier" if version else "no_identifier_no_version"
    elif not version:
        code = "no_version"
    elif purl and not named and scheme_of(purl.type) is None:
        code, values = "order_not_held", (("type", purl.type),)
    return Unmatchable(component.ref, component.name, code, values) if code else None

"""Names of components and their makers as people search them: `linux kernel` finds `Linux_Kernel`."""

from __future__ import annotations

import re
import unicodedata

from kizuki.core.sbom.shapes import Component

LONGEST_KEY = 200
"""Characters of a name that are searched: an index holds no more."""

_SIGNS = re.compile(r"[\W_]+")


def name_key(text: str) -> str:
    """A name without width, case, spaces and signs, at most `LONGEST_KEY` characters; a part of a name is a part of
    its key. Empty where there is no letter and no digit in it."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())[:LONGEST_KEY]


def maker_of(component: Component) -> str:
    """Who makes a component: its supplier, else the vendor of its CPE, else the namespace of its package URL."""
    if component.supplier:
        return component.supplier
    parts = component.cpe.split(":")
    if len(parts) > 4 and parts[0] == "cpe" and parts[1] == "2.3":
        return parts[3] if parts[3] not in ("*", "-") else ""
    path = component.purl.partition("@")[0].split("/")
    return "/".join(path[1:-1]) if len(path) > 2 else ""

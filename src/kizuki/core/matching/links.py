"""Whether a record speaks of a component, by which identifier, and what is doubtful about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kizuki.core.advisories import Affected
from kizuki.core.matching.identity import Identity
from kizuki.core.matching.naming import (
    MODEL,
    full_name,
    maker_words,
    model_numbers,
    name_with_maker,
    product_names,
    same_maker,
    words,
)
from kizuki.core.matching.shapes import Reason
from kizuki.core.sbom.cpe import ANY, NA, Cpe, is_literal, pattern_of, plain, read_cpe
from kizuki.core.versions import comparable, scheme_of, version_key

FIRMWARE = "_firmware"
_WHERE_IT_RUNS = ("edition", "language", "sw_edition", "target_sw", "target_hw", "other")


@dataclass(frozen=True, slots=True)
class Link:
    """How a record names the component, and what is doubtful about it.

    `scheme` is the order of versions that the identifier brings; `own_order`: no other may be used in its place.
    `model` is the model number by which alone the two meet.
    """

    identifier: str
    searched: str
    scheme: str | None = None
    own_order: bool = False
    doubt: Reason | None = None
    model: str = ""


def link(identity: Identity, affected: Affected) -> Link | None:
    """The surest link of the two: package URL, then CPE, then name; None where the record names something else."""
    return _by_package(identity, affected) or _by_cpe(identity, affected) or _by_name(identity, affected)


def _by_package(identity: Identity, affected: Affected) -> Link | None:
    common = next((key for key in identity.packages if key in affected.packages), "")
    if common and not _another_release(identity.release, affected.release):
        unknown = affected.release and not identity.release
        doubt = Reason("release_unknown", (("release", affected.release),)) if unknown else None
        purl_type = common.partition("/")[0]
        return Link("purl", f"pkg:{common}", scheme_of(purl_type), purl_type != "generic", doubt)
    if affected.repository and affected.repository in identity.packages:
        product = product_names(affected.product, maker_words(affected.vendor))
        own = not product or "".join(words(affected.repository.rpartition("/")[2])) in product
        return Link("purl", f"pkg:{affected.repository}", doubt=None if own else Reason("repository_only"))
    return None


def _another_release(ours: str, theirs: str) -> bool:
    """Whether two releases of a distribution are known to differ; `8` and `8.6` are one."""
    if not ours or not theirs:
        return False
    left, right = re.findall(r"\d+", ours), re.findall(r"\d+", theirs)
    return any(one != other for one, other in zip(left, right, strict=False))


def _by_cpe(identity: Identity, affected: Affected) -> Link | None:
    if identity.cpe is None:
        return None
    links = []
    for text in affected.cpes:
        named = read_cpe(text)
        if named and _one_product(identity.cpe, named):
            found = _same_cpe(identity, identity.cpe, named, affected)
            links += [Link("cpe", text, doubt=found[0])] if found else []
    return min(links, key=lambda row: row.doubt is not None, default=None)


def cpe_key(cpe: Cpe) -> str:
    """What two CPE names of one product share: vendor and product, hardware and its firmware taken together."""
    return f"{plain(cpe.vendor)}:{plain(cpe.product).removesuffix(FIRMWARE)}"


def _one_product(ours: Cpe, theirs: Cpe) -> bool:
    """Whether vendor and product are the same, or written as the record's wildcards have them."""
    if theirs.names_a_product:
        return cpe_key(ours) == cpe_key(theirs)
    return bool(named_texts(theirs)) and all(
        said == ANY or pattern_of(said).fullmatch(plain(mine))
        for said, mine in ((theirs.vendor, ours.vendor), (theirs.product, ours.product))
    )


def cpe_texts(ours: Cpe) -> tuple[str, ...]:
    """The texts by which a component's CPE is found: its product, and those of records with wildcards in the name."""
    return cpe_key(ours), f"{plain(ours.vendor)}:*", "*:*"


def named_texts(theirs: Cpe) -> tuple[str, ...]:
    """The text by which a record's CPE is found; none where it names no product at all (`*:*`, `-`)."""
    if NA in (theirs.vendor, theirs.product) or theirs.vendor == theirs.product == ANY:
        return ()
    if theirs.names_a_product:
        return (cpe_key(theirs),)
    return (f"{plain(theirs.vendor)}:*" if is_literal(theirs.vendor) else "*:*",)


def _same_cpe(identity: Identity, ours: Cpe, theirs: Cpe, affected: Affected) -> tuple[Reason | None] | None:
    """The first doubt (None: none) where the names can mean the same, or None where they cannot."""
    doubts = []
    another = is_literal(theirs.product) and plain(ours.product) != plain(theirs.product)
    if another or (ours.part != theirs.part and ANY not in (ours.part, theirs.part)):
        doubts.append(Reason("part_differs", (("ours", ours.part), ("theirs", theirs.part))))
    for name in _WHERE_IT_RUNS:
        mine, said = getattr(ours, name), getattr(theirs, name)
        if said in (ANY, mine) or (mine not in (ANY, NA) and pattern_of(said).fullmatch(plain(mine))):
            continue
        if is_literal(said) and is_literal(mine):
            return None
        doubts.append(Reason("attribute_unknown", (("attribute", name), ("value", plain(said)))))
    if affected.inside:
        doubts.append(
            Reason("package_inside", (("package", affected.packages[0] if affected.packages else affected.product),))
        )
    if not affected.statements and is_literal(theirs.version):
        same = _same_version(identity.versions, theirs.plain_version)
        if same is False:
            return None
        doubts += [] if same else [Reason("not_comparable", (("bound", theirs.plain_version),))]
    return (doubts[0] if doubts else None,)


def _same_version(ours: tuple[str, ...], theirs: str) -> bool | None:
    """Whether every version said is this one; None where it cannot be told."""
    told = [_equal(version, theirs) for version in ours]
    return told[0] if told and all(answer is told[0] for answer in told) else None


def _equal(one: str, other: str) -> bool | None:
    left, right = version_key("generic", one), version_key("generic", other)
    if one == other:
        return True
    return left == right if left and right and comparable("generic", left, right) else None


def names_of(affected: Affected) -> frozenset[str]:
    """The names under which a record may mean a component.

    Model numbers count where one is all that the product is called, and where the record lists them in the place of
    versions, as makers of chips do.
    """
    makers = maker_words(affected.vendor)
    names = product_names(affected.product, makers) | name_with_maker(affected.vendor, affected.product)
    alone = len([word for word in words(affected.product) if word not in makers and word != "firmware"]) == 1
    listed = (model_numbers(row.exact) for row in affected.statements if row.exact and row.exact[0].isalpha())
    return names.union(model_numbers(affected.product) if alone else (), *listed)


def _by_name(identity: Identity, affected: Affected) -> Link | None:
    common = identity.names & names_of(affected)
    if not common or (identity.has_an_ecosystem and affected.packages):
        return None
    makers = maker_words(affected.vendor)
    searched = f"{affected.vendor} {affected.product}".strip()
    models = sorted(name for name in common if name.startswith(MODEL))
    if makers and identity.makers and same_maker(makers, identity.makers | identity.full_names):
        model = models[0].removeprefix(MODEL) if len(models) == len(common) else ""
        return Link("name", f"{searched} {model}".strip(), doubt=Reason("name_and_maker"), model=model)
    if len(models) == len(common):
        return None
    if makers and identity.makers:
        # Names without their makers (`core`) say nothing where the makers differ.
        alike = full_name(affected.product) in identity.full_names
        return Link("name", searched, doubt=Reason("maker_differs")) if alike else None
    return Link("name", searched, doubt=Reason("name_only"))

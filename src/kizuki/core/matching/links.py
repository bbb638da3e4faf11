"""Whether a record speaks of a component, by which identifier, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kizuki.core.advisories import Affected
from kizuki.core.matching.identity import FIRMWARE, Identity, Package, Product
from kizuki.core.matching.naming import (
    LEAST_LIKE,
    MAKER_NOT_KNOWN,
    MODEL,
    OTHER_MAKER,
    WITHOUT_MAKER,
    begins_with_maker,
    full_name,
    maker_words,
    model_numbers,
    name_with_maker,
    pair_key,
    product_names,
    same_maker,
    words,
)
from kizuki.core.matching.shapes import Reason
from kizuki.core.sbom.cpe import ANY, NA, Cpe, is_literal, pattern_of, plain, read_cpe
from kizuki.core.sbom.distributions import distribution, release_of
from kizuki.core.versions import comparable, scheme_of, version_key

_WHERE_IT_RUNS = ("edition", "language", "sw_edition", "target_sw", "target_hw", "other")
_DISTRIBUTORS = ("deb/", "rpm/", "apk/", "bitnami/")
"""Whose records are about their own builds of other people's software."""


class Link(Struct, frozen=True):
    """How a record names the component, and what is doubtful about it.

    `versions` are those that are held against the record under this identifier, `stream` the module they belong to.
    `scheme` is the order of versions that the identifier brings; `own_order`: no other may be used in its place.
    `model` is the model number by which alone the two meet.
    """

    identifier: str
    searched: str
    versions: tuple[str, ...] = ()
    scheme: str | None = None
    own_order: bool = False
    doubt: Reason | None = None
    model: str = ""
    stream: str = ""


def links(identity: Identity, affected: Affected) -> tuple[Link, ...]:
    """Every way in which the record names the component by an identifier, the surest for each set of versions that is
    held against it; else the name; () where the record names something else."""
    found = [*_by_package(identity, affected), *_by_cpe(identity, affected), *_by_meaning(identity, affected)]
    if not found:
        named = _by_name(identity, affected)
        return (named,) if named else ()
    if len(found) == 1:
        return (found[0],)
    surest: dict[tuple[str, ...], Link] = {}
    for row in sorted(found, key=lambda row: row.doubt is not None):
        surest.setdefault(row.versions, row)
    return tuple(surest.values())


def _by_package(identity: Identity, affected: Affected) -> Iterator[Link]:
    if affected.packages:
        for ours in identity.by_package:
            if ours.key in affected.packages and not _another_release(ours, affected):
                purl_type = ours.key.partition("/")[0]
                yield Link(
                    "purl",
                    f"pkg:{ours.key}",
                    ours.versions,
                    scheme_of(purl_type),
                    purl_type != "generic",
                    ours.doubt or _release_doubt(ours, affected),
                    stream=ours.stream,
                )
    if affected.repository and affected.repository in identity.packages:
        product = product_names(affected.product, maker_words(affected.vendor))
        own = not product or "".join(words(affected.repository.rpartition("/")[2])) in product
        doubt = None if own else Reason("repository_only")
        yield Link("purl", f"pkg:{affected.repository}", identity.versions, doubt=doubt)


def _release_doubt(ours: Package, affected: Affected) -> Reason | None:
    unknown = affected.release and not ours.release and not _is_rolling(ours.key)
    return Reason("release_unknown", (("release", affected.release),)) if unknown else None


def _is_rolling(key: str) -> bool:
    purl_type, _, rest = key.partition("/")
    known = distribution(purl_type, rest.partition("/")[0])
    return bool(known and known.rolling)


def _another_release(ours: Package, affected: Affected) -> bool:
    """Whether two releases of a distribution are known to differ; `8` and `8.6` are one."""
    if not ours.release or not affected.release:
        return False
    purl_type, _, rest = ours.key.partition("/")
    theirs = release_of(purl_type, rest.partition("/")[0], affected.release)
    return any(one != other for one, other in zip(ours.release, theirs, strict=False))


def _by_cpe(identity: Identity, affected: Affected) -> Iterator[Link]:
    if not identity.by_cpe or not affected.cpes:
        return
    for ours in identity.by_cpe:
        found = []
        for text in affected.cpes:
            named = read_cpe(text)
            if named and _one_product(ours.cpe, named):
                same = _same_cpe(ours, named, affected)
                found += [Link(_kind(same[0]), text, ours.versions, doubt=same[0])] if same else []
        if found:
            yield min(found, key=lambda row: row.doubt is not None)


def _by_meaning(identity: Identity, affected: Affected) -> Iterator[Link]:
    """By what the table of equivalences says the component is called by the maker of the record."""
    if not identity.meant or not affected.product:
        return
    pair = pair_key(affected.vendor, affected.product)
    searched = f"{affected.vendor} {affected.product}".strip()
    for row in identity.meant:
        if row.pair == pair:
            yield Link(_kind(row.doubt), searched, row.versions, doubt=row.doubt)


def _kind(doubt: Reason | None) -> str:
    """What the two met by: where only a name led to the identifier, the name."""
    return "name" if doubt and doubt.code.startswith("name_") else "cpe"


def cpe_key(cpe: Cpe) -> str:
    """What two CPE names of one product share: vendor and product, hardware and its firmware taken together."""
    return f"{plain(cpe.vendor)}:{plain(cpe.product).removesuffix(FIRMWARE)}"


def _one_product(ours: Cpe, theirs: Cpe) -> bool:
    """Whether vendor and product are the same, or written as the record's wildcards have them.

    A component that leaves the vendor open is compared by product.
    """
    if theirs.names_a_product:
        if ours.vendor == ANY:
            return full_name(plain(ours.product)) == full_name(plain(theirs.product))
        return cpe_key(ours) == cpe_key(theirs)
    if ours.vendor == ANY:
        return False
    return bool(named_texts(theirs)) and all(
        said == ANY or pattern_of(said).fullmatch(plain(mine))
        for said, mine in ((theirs.vendor, ours.vendor), (theirs.product, ours.product))
    )


def cpe_texts(ours: Cpe) -> tuple[str, ...]:
    """The texts by which a component's CPE is found: its product, and those of records with wildcards in the name.

    One that leaves the vendor open is found by its product's name, as records have it too (`names_of`).
    """
    if ours.vendor == ANY:
        return ()
    return cpe_key(ours), f"{plain(ours.vendor)}:*", "*:*"


def named_texts(theirs: Cpe) -> tuple[str, ...]:
    """The text by which a record's CPE is found; none where it names no product at all (`*:*`, `-`)."""
    if NA in (theirs.vendor, theirs.product) or theirs.vendor == theirs.product == ANY:
        return ()
    if theirs.names_a_product:
        return (cpe_key(theirs),)
    return (f"{plain(theirs.vendor)}:*" if is_literal(theirs.vendor) else "*:*",)


def _same_cpe(product: Product, theirs: Cpe, affected: Affected) -> tuple[Reason | None] | None:
    """The first doubt (None: none) where the names can mean the same, or None where they cannot."""
    ours = product.cpe
    doubts = [product.doubt] if product.doubt else []
    if ours.vendor == ANY:
        doubts.append(Reason("vendor_open", (("vendor", plain(theirs.vendor)),)))
    another = is_literal(theirs.product) and ours.vendor != ANY and plain(ours.product) != plain(theirs.product)
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
        same = _same_version(product.versions, theirs.plain_version)
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
    if one.casefold() == other.casefold():
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


def product_names_of_cpes(cpes: tuple[str, ...]) -> frozenset[str]:
    """The whole names of the products that CPEs name."""
    if not cpes:
        return frozenset()
    read = {cpe.product for text in cpes if (cpe := read_cpe(text)) and is_literal(cpe.product)}
    return frozenset(name for product in read for name in product_names(plain(product), frozenset()))


def _by_name(identity: Identity, affected: Affected) -> Link | None:
    """The name, where it is alike enough: `naming.LEAST_LIKE` is the limit, the same as for suggestions."""
    # Two CPEs of different products say more than what they are called.
    of_cpes = frozenset() if identity.by_cpe else product_names_of_cpes(affected.cpes)
    common = identity.names & (names_of(affected) | of_cpes)
    if not common or _of_another_ecosystem(identity, affected):
        return None
    makers = maker_words(affected.vendor)
    searched = f"{affected.vendor} {affected.product}".strip()
    models = sorted(name for name in common if name.startswith(MODEL))
    if _one_maker(identity, makers):
        model = models[0].removeprefix(MODEL) if len(models) == len(common) else ""
        doubt = Reason("name_and_maker")
        return Link("name", f"{searched} {model}".strip(), identity.versions, doubt=doubt, model=model)
    if len(models) == len(common):
        return None
    alike = 1.0 if identity.full_names & (of_cpes | {full_name(affected.product)}) else WITHOUT_MAKER
    told = bool(makers and identity.makers)
    if alike * (OTHER_MAKER if told else MAKER_NOT_KNOWN) < LEAST_LIKE:
        # Names without their makers (`core`) say nothing where the makers differ.
        return None
    return Link("name", searched, identity.versions, doubt=Reason("maker_differs" if told else "name_only"))


def _one_maker(identity: Identity, makers: frozenset[str]) -> bool:
    if not makers or not identity.makers:
        return False
    return same_maker(makers, identity.makers) or begins_with_maker(identity.full_names, makers)


def _of_another_ecosystem(identity: Identity, affected: Affected) -> bool:
    """Whether the record is about a package of an ecosystem that the component is not of.

    A name does not lead from one ecosystem to another, nor from a product that its list identifies to a distributor's
    build of something called alike.
    """
    if not affected.packages:
        return False
    theirs = affected.packages[0]
    return identity.has_an_ecosystem or (identity.is_identified and theirs.startswith(_DISTRIBUTORS))

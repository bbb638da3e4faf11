"""What a component is, as far as its entry in the list tells: every identifier that it goes by, with its versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kizuki.core.matching.aliases import NO_ALIASES, Alias, AliasTable, renamed
from kizuki.core.matching.equivalences import Same, renames_of, same_as
from kizuki.core.matching.naming import full_name, maker_words, model_numbers, pair_key, product_names, words
from kizuki.core.matching.shapes import Reason
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import ANY, Cpe, is_literal, plain, read_cpe
from kizuki.core.sbom.distributions import TYPES, distributions, release_in_version, release_of, told_by
from kizuki.core.sbom.further import source_of
from kizuki.core.sbom.purl import Purl, package_key, read_purl
from kizuki.core.versions import scheme_of

_OPEN_TYPES = frozenset(("generic", "github", "gitlab", "bitbucket", "git", "swid", "yocto", ""))
FIRMWARE = "_firmware"


class Package(Struct, frozen=True):
    """A package that the component is, or is built from: its key, and the versions that are held against records.

    `release` is that of its distribution (() where it is not told), `stream` its module (`nodejs:18`), `searched` what
    the evidence shows where that is not the key; `doubt` is why it may be another one.
    """

    key: str
    versions: tuple[str, ...]
    release: tuple[str, ...] = ()
    stream: str = ""
    searched: str = ""
    doubt: Reason | None = None


class Product(Struct, frozen=True):
    """A product by its CPE, and the versions that are held against records."""

    cpe: Cpe
    versions: tuple[str, ...]
    doubt: Reason | None = None


class Meant(Struct, frozen=True):
    """A maker's product that an equivalence says the component is, as `naming.pair_key`."""

    pair: str
    versions: tuple[str, ...]
    doubt: Reason | None = None


class Identity(Struct, frozen=True):
    """Every way in which a component can be recognised.

    `versions` are those that its own entry tells: of the component, its package URL and its CPE. `source` is the name of
    its source package, `same` are the rows of the table of equivalences that name it.
    """

    purl: Purl | None
    by_package: tuple[Package, ...]
    by_cpe: tuple[Product, ...]
    meant: tuple[Meant, ...]
    names: frozenset[str]
    full_names: frozenset[str]
    makers: frozenset[str]
    versions: tuple[str, ...]
    source: str = ""
    same: tuple[Same, ...] = ()

    @property
    def has_an_ecosystem(self) -> bool:
        """Whether its package URL is of an ecosystem where a name is one thing, unlike `generic` or a repository."""
        return self.purl is not None and self.purl.type not in _OPEN_TYPES

    @property
    def packages(self) -> tuple[str, ...]:
        """The keys of its packages."""
        return tuple(dict.fromkeys(row.key for row in self.by_package))

    @property
    def cpe(self) -> Cpe | None:
        """The first CPE that names vendor and product."""
        return next((row.cpe for row in self.by_cpe if row.cpe.names_a_product), None)

    @property
    def scheme(self) -> str | None:
        """The order of versions of its package URL's type."""
        return scheme_of(self.purl.type) if self.purl else None

    @property
    def is_identified(self) -> bool:
        """Whether its list names it by more than a name."""
        return bool(self.by_package or self.by_cpe)


def identities_of(
    component: Component, aliases: AliasTable = NO_ALIASES, *, once: bool = False
) -> tuple[tuple[Identity, Alias | None], ...]:
    """Every identity of a component: its own, and those that a person confirmed for its name.

    Where the list gives no identifier at all the confirmed ones take the place of its own: the name has been settled.
    `once`: nobody asks for it again soon, so that it is not looked up and not remembered.
    """
    own = identity_of.__wrapped__(component) if once else identity_of(component)
    if not aliases.rows:
        return ((own, None),)
    confirmed = tuple((identity_of(renamed(component, alias)), alias) for alias in aliases.of(component))
    named = component.purl or component.cpe or component.identifiers
    return confirmed if confirmed and not (named and own.is_identified) else ((own, None), *confirmed)


@lru_cache(maxsize=4096)
def identity_of(component: Component) -> Identity:
    """The identity of a component."""
    purl = read_purl(component.purl) if component.purl else None
    own = _versions(component, purl)
    cpes = _products(component, own)
    source, source_version = source_of(component.identifiers, purl)
    packages = [*_packages(component, purl, own), *_source_packages(purl, source, source_version, own)]
    vendors = {plain(row.cpe.vendor) for row in cpes if is_literal(row.cpe.vendor)}
    # Several vendors are a tool's guesses, made from the name: they tell nothing of the maker.
    vendor = next(iter(vendors)) if len(vendors) == 1 else ""
    makers = maker_words(component.supplier, purl.namespace if purl else "", vendor)
    products = [plain(row.cpe.product) for row in cpes]
    pathed = purl is not None and bool(purl.namespace)
    called = dict.fromkeys((component.name, purl.name if purl else "", source, *products))
    called.pop("", None)
    known = Identity(
        purl=purl,
        by_package=tuple(dict.fromkeys(packages)) if len(packages) > 1 else tuple(packages),
        by_cpe=cpes,
        meant=(),
        names=model_numbers(component.name).union(*[product_names(text, makers) for text in called]),
        full_names=frozenset([full_name(text) for text in called if not (pathed and _is_a_mere_part(text, purl))]),
        makers=makers,
        versions=own,
        source=source,
    )
    return _with_equivalents(known, component, purl)


def _versions(component: Component, purl: Purl | None) -> tuple[str, ...]:
    """Every version that the list gives to the component itself: where they differ, an answer must hold for all."""
    said = [_with_epoch(component.version, purl)]
    if purl and purl.version != component.version:
        said.append(_with_epoch(purl.version, purl))
    if component.cpe and (own := read_cpe(component.cpe)):
        said.append(own.plain_version)
    for kind, text in component.identifiers:
        cpe = read_cpe(text) if text and kind == "cpe" else None
        read = read_purl(text) if kind == "purl" else None
        said.append(cpe.plain_version if cpe else _with_epoch(read.version, read) if read else "")
    return _distinct(said)


def _distinct(said: Iterable[str]) -> tuple[str, ...]:
    """The versions once each, without regard to case."""
    told = dict.fromkeys(said)
    told.pop("", None)
    if len(told) < 2:
        return tuple(told)
    found: dict[str, str] = {}
    for version in told:
        found.setdefault(version.casefold(), version)
    return tuple(found.values())


def _products(component: Component, own: tuple[str, ...]) -> tuple[Product, ...]:
    """Every CPE that it goes by. A CPE that leaves the vendor open (every list of Yocto) still names its product."""
    found = []
    for kind, text in (("cpe", component.cpe), *component.identifiers):
        cpe = read_cpe(text) if text and kind in ("cpe", "ancestor_cpe") else None
        if cpe is None or not (cpe.names_a_product or (cpe.vendor == ANY and is_literal(cpe.product))):
            continue
        if kind == "ancestor_cpe":
            found.append(Product(cpe, _distinct((cpe.plain_version,)), Reason("ancestor", (("identifier", text),))))
            continue
        found.append(Product(cpe, own))
        found += [Product(new, _distinct(left)) for new, left in renames_of(cpe, own)]
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _packages(component: Component, purl: Purl | None, own: tuple[str, ...]) -> Iterator[Package]:
    if purl:
        yield from _in_distributions(purl, purl.key, own, None)
    for kind, text in component.identifiers:
        read = read_purl(text) if kind in ("purl", "ancestor_purl") else None
        if read and kind == "purl":
            yield from _in_distributions(read, read.key, own, None)
        elif read:
            doubt = Reason("ancestor", (("identifier", text),))
            yield from _in_distributions(read, read.key, _distinct((_with_epoch(read.version, read),)), doubt)


def _source_packages(purl: Purl | None, name: str, version: str, own: tuple[str, ...]) -> Iterator[Package]:
    """The source package: it has a version of its own, and the binary's is never held against its ranges."""
    if purl is None or not name or purl.type not in TYPES:
        return
    if not version and purl.type == "apk":
        version = purl.version
    key = package_key(purl.type, f"{purl.namespace}/{name}" if purl.namespace else name)
    versions = _distinct((version,))
    # The same package under the same version, told with its epoch or without.
    alike = {row.partition(":")[2] or row for row in own}
    if key != purl.key or not {row.partition(":")[2] or row for row in versions} <= alike:
        yield from _in_distributions(purl, key, versions, None)


def _in_distributions(purl: Purl, key: str, versions: tuple[str, ...], doubt: Reason | None) -> Iterator[Package]:
    """The package in its distribution; in every one of its kind where the package URL tells none."""
    if purl.type not in TYPES:
        yield Package(key, versions, doubt=doubt)
        return
    distro = purl.qualifier("distro")
    stream = (purl.qualifier("rpmmod") or purl.qualifier("modularitylabel")).casefold()
    told = None if purl.namespace else told_by(purl.type, distro)
    if purl.namespace or told:
        namespace = told.name if told else purl.namespace
        name = key.partition("/")[2] if told else key.partition("/")[2].partition("/")[2]
        release = _release(purl, namespace, versions)
        yield Package(package_key(purl.type, f"{namespace}/{name}"), versions, release, stream, doubt=doubt)
        return
    tag, _ = release_in_version(versions[0] if versions else "")
    for row in distributions():
        if row.type == purl.type and (row.tag == tag or not tag):
            unsure = doubt or Reason("distribution_unknown", (("distribution", row.name),))
            release = _release(purl, row.name, versions)
            name = key.partition("/")[2]
            yield Package(package_key(purl.type, f"{row.name}/{name}"), versions, release, stream, doubt=unsure)


def _release(purl: Purl, namespace: str, versions: tuple[str, ...]) -> tuple[str, ...]:
    """`12` of `distro=debian-12` or of `bookworm`; else what the version itself tells (`.el8`)."""
    told = release_of(purl.type, namespace, purl.qualifier("distro"))
    tag, number = release_in_version(versions[0]) if versions and not told else ("", "")
    return told or ((number,) if tag else ())


def _is_a_mere_part(name: str, purl: Purl | None) -> bool:
    """Whether a name is but the last step of a package's path (`core` of `@nlpjs/core`): its whole name is the path.

    A project that is called as its path (`mysql/mysql`), and a name of several words, stand for themselves.
    """
    if purl is None or purl.type in _OPEN_TYPES or purl.type in TYPES or not purl.namespace:
        return False
    parts = words(name)
    return len(parts) == 1 and full_name(name) == full_name(purl.name) and parts[0] not in words(purl.namespace)


def _with_epoch(version: str, purl: Purl | None) -> str:
    """`1:2.0-3` for a package URL that keeps the epoch apart (`pkg:rpm/fedora/x@2.0-3?epoch=1`)."""
    epoch = purl.qualifier("epoch") if purl and purl.qualifiers and purl.type in ("rpm", "deb") else ""
    return f"{epoch}:{version}" if epoch and version and ":" not in version else version


def _with_equivalents(known: Identity, component: Component, purl: Purl | None) -> Identity:
    """The identity with everything that the table of equivalences says means the same."""
    found = list(_equivalents(known, component, purl))
    if not found:
        return known
    packages, products, meant = list(known.by_package), list(known.by_cpe), list[Meant]()
    for same, versions, before in found:
        doubt = before or same.doubt
        packages += [Package(key, versions, doubt=doubt) for key in same.purls if key not in known.packages]
        for key in same.cpes:
            vendor, _, product = key.partition(":")
            products.append(Product(Cpe(ANY, vendor, product), versions, doubt))
        meant += [Meant(pair_key(maker, product), versions, doubt) for maker, product in same.names]
    return replace(
        known,
        by_package=tuple(dict.fromkeys(packages)),
        by_cpe=tuple(dict.fromkeys(products)),
        meant=tuple(dict.fromkeys(meant)),
        same=tuple(dict.fromkeys(same for same, _, _ in found)),
    )


def _equivalents(
    known: Identity, component: Component, purl: Purl | None
) -> Iterator[tuple[Same, tuple[str, ...], Reason | None]]:
    """Rows of the table that name this component, the versions of what was named so, and its own doubt."""
    for row in known.by_cpe:
        if row.cpe.names_a_product:
            key = f"{plain(row.cpe.vendor)}:{plain(row.cpe.product).removesuffix(FIRMWARE)}"
            yield from ((same, row.versions, row.doubt) for same in same_as(f"cpe {key}"))
    for package in known.by_package:
        yield from ((same, package.versions, package.doubt) for same in same_as(f"purl {package.key}"))
    if any(row.cpe.vendor == ANY for row in known.by_cpe) or (purl and purl.type == "yocto"):
        yield from ((same, known.versions, None) for same in same_as(f"recipe {component.name.casefold()}"))
    if not known.is_identified:
        # A name alone is never enough: what it is known to mean is as doubtful as the name.
        doubt = Reason("name_and_maker" if known.makers else "name_only")
        for same in same_as(f"called {full_name(component.name)}"):
            if not known.makers or known.makers & maker_words(*(maker for maker, _ in same.names)):
                yield same, known.versions, doubt

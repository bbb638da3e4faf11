"""The keys by which candidates are found: by equality of a text, narrowed by plain order of bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kizuki.core.advisories import Advisory, Affected, Statement, Status
from kizuki.core.matching.aliases import NO_ALIASES, AliasTable
from kizuki.core.matching.comparing import needs_every_version
from kizuki.core.matching.identity import Identity, identities_of, identity_of
from kizuki.core.matching.links import cpe_texts, named_texts, names_of, product_names_of_cpes
from kizuki.core.matching.naming import MODEL, full_name
from kizuki.core.matching.ranges import scheme_for
from kizuki.core.matching.shapes import Lookup, RangeRow
from kizuki.core.matching.words import searched_of, words_of
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import ANY, is_literal, plain, read_cpe
from kizuki.core.versions import comparable, scheme_of, update_bounds, version_key

_ROWS_AT_MOST = 16
_BY_NAME = "generic"
"""The scheme of what is found by a CPE or a name: neither tells how its versions are ordered."""
_PLAIN = version_key("generic", "1")


def component_lookups(
    component: Component, aliases: AliasTable = NO_ALIASES, *, once: bool = False
) -> tuple[Lookup, ...]:
    """Every way to find a component; the key is None where it has no single version that can be ordered.

    With aliases also those of the products that a person confirmed for its name; `once` as in `identities_of`.
    """
    return lookups_and_left_out(component, aliases, once=once)[0]


def lookups_and_left_out(
    component: Component, aliases: AliasTable = NO_ALIASES, *, once: bool = False
) -> tuple[tuple[Lookup, ...], tuple[str, ...]]:
    """The same with the names that are too common to be searched alone (`names_left_out`): one reading tells both."""
    identities = identities_of(component, aliases, once=once)
    found: dict[str, Lookup] = {}
    for identity, _ in identities:
        for text, scheme, versions in _texts_of(identity):
            key = _one_key(scheme, versions)
            before = found.get(text)
            if before is None:
                found[text] = Lookup(text, scheme, key)
            elif before.key != key:
                found[text] = Lookup(text, scheme, None)
    own, alias = identities[0]
    in_words = searched_of(component, own if alias is None else identity_of(component))
    return (*found.values(), *[Lookup(f"word {word}", "", None) for word in in_words.rarest]), in_words.left_out


def _texts_of(identity: Identity) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each text with its scheme, and the versions that are held against records that are found by it."""
    for package in identity.by_package:
        yield f"purl {package.key}", scheme_of(package.key.partition("/")[0]) or "", package.versions
    for row in identity.by_cpe:
        for text in cpe_texts(row.cpe):
            yield f"cpe {text}", _BY_NAME, row.versions
        if row.cpe.vendor == ANY:
            yield f"name {full_name(plain(row.cpe.product))}", _BY_NAME, row.versions
    for meant in identity.meant:
        yield f"name {meant.pair.partition('|')[2]}", _BY_NAME, meant.versions
    for name in sorted(identity.names):
        yield f"name {name}", _BY_NAME, identity.versions


@lru_cache(maxsize=16_384)
def _one_key(scheme: str, versions: tuple[str, ...]) -> bytes | None:
    """The key of the versions where they have one and the same, else None."""
    first = _key(scheme, versions[0]) if versions else None
    return first if len(versions) < 2 or all(_key(scheme, version) == first for version in versions[1:]) else None


def advisory_lookups(advisory: Advisory) -> frozenset[str]:
    """The texts of `advisory_rows` without their ranges."""
    if words := advisory.searched_words:
        return frozenset(f"word {word}" for word in words_of(words))
    return frozenset(text for affected in advisory.affected for text in affected_lookups(affected))


def advisory_rows(advisory: Advisory) -> tuple[RangeRow, ...]:
    """Every row by which this advisory can be found, duplicates taken out."""
    if words := advisory.searched_words:
        return tuple(RangeRow(f"word {word}", "", None, None) for word in sorted(words_of(words)))
    rows = (
        RangeRow(text, _scheme_of_lookup(text), low, high)
        for affected in advisory.affected
        for text in affected_lookups(affected)
        for low, high in _ranges(affected, text)
    )
    return tuple(dict.fromkeys(rows))


def affected_lookups(affected: Affected) -> Iterator[str]:
    """The texts by which one product of an advisory is found."""
    for key in affected.packages:
        yield f"purl {key}"
    if affected.repository:
        yield f"purl {affected.repository}"
    for text in affected.cpes:
        cpe = read_cpe(text)
        if cpe:
            yield from (f"cpe {key}" for key in named_texts(cpe))
    for name in names_of(affected) | product_names_of_cpes(affected.cpes):
        yield f"name {name}"


def _scheme_of_lookup(text: str) -> str:
    """The one scheme of a lookup's keys; empty where none is held."""
    kind, _, rest = text.partition(" ")
    if kind == "word":
        return ""
    return (scheme_of(rest.partition("/")[0]) or "") if kind == "purl" else _BY_NAME


def _ranges(affected: Affected, text: str) -> list[tuple[bytes | None, bytes | None]]:
    """Bounds around every version that is not plainly unaffected, few of them."""
    scheme = _scheme_of_lookup(text)
    if (
        affected.default is not Status.UNAFFECTED
        or affected.may_be_old
        or not scheme
        or text.startswith(f"name {MODEL}")
    ):
        return [(None, None)]
    own = (
        text.startswith("purl ")
        and text.removeprefix("purl ") in affected.packages
        and not text.startswith("purl generic/")
    )
    spoken = [row for row in affected.statements if row.status is not Status.UNAFFECTED or row.changes]
    found = [_bounds(row, scheme, own) for row in spoken]
    found += [(_key(scheme, version),) * 2 for version in affected.versions]
    if len(found) > _ROWS_AT_MOST:
        lows, highs = [low for low, _ in found if low], [high for _, high in found if high]
        return [(min(lows) if len(lows) == len(found) else None, max(highs) if len(highs) == len(found) else None)]
    return found


def _bounds(statement: Statement, scheme: str, own: bool) -> tuple[bytes | None, bytes | None]:
    used = scheme_for(scheme, own, statement.version_type)
    if statement.like:
        return _spelled_bounds(statement.like, scheme)
    if used != scheme or statement.unreadable:
        return None, None
    texts = [text for text in (statement.low, statement.high, *(at for at, _ in statement.changes)) if text]
    if used == "rpm" and any(map(needs_every_version, texts)):
        return None, None
    if statement.exact:
        key = _key(scheme, statement.exact)
        return key, key
    if any(_key(scheme, text) is None for text in texts):
        # A bound that cannot be ordered leaves every version undetermined that the other bound does not exclude.
        return None, None
    low = None if statement.low_doubtful or not statement.low else _key(scheme, statement.low)
    return low, _key(scheme, statement.high) if statement.high else None


def _spelled_bounds(like: str, scheme: str) -> tuple[bytes | None, bytes | None]:
    """Bounds around the updates of one version (`1.0-*`): their keys begin as its own does."""
    base = like.removesuffix("-*")
    narrow = scheme == "generic" and base != like and is_literal(base) and _key(scheme, plain(base))
    return (update_bounds(plain(base)) if narrow else None) or (None, None)


@lru_cache(maxsize=65_536)
def _key(scheme: str, version: str) -> bytes | None:
    """The key where it can be compared with every other key of its column, else None: a candidate for every range."""
    # A local build stands where its release does (`comparing.compare`): both sides are indexed by the release.
    text = version.partition("+")[0] if scheme == "pypi" else version
    key = version_key(scheme, text) if scheme else None
    return key if key and _PLAIN and comparable(scheme, key, _PLAIN if scheme == "generic" else key) else None

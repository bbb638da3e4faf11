"""Which names mean the same vulnerability: CVE number, GHSA, JVN, a distribution's own number for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kizuki.core.advisories.shapes import Advisory

_CVE = re.compile(r"CVE-\d{4}-\d{4,}")
_WITHIN = re.compile(r"[A-Z]+-(CVE-\d{4}-\d{4,})")
_USES_ALIASES = ("GHSA-", "PYSEC-", "GO-", "RUSTSEC-", "GSD-", "MAL-", "OSV-", "HSEC-", "BIT-")
"""Databases that name the same vulnerability as an alias; what they call related is another one."""

DISTRIBUTIONS = ("UBUNTU", "DEBIAN", "ALPINE", "ECHO", "MINI", "BELL")
"""Who numbers a CVE as `<name>-CVE-…` in OSV and says whose it is in `upstream` only."""


def is_cve(name: str) -> bool:
    """Whether the name is a CVE number and nothing else."""
    return _CVE.fullmatch(name) is not None


def written_so(name: str) -> str:
    """The name as feeds write it: a CVE number in capitals, anything else as it stands."""
    return name.upper() if is_cve(name.upper()) else name


def upstream_of(advisory: Advisory) -> str | None:
    """The CVE number that an OSV record of a distribution is about, where it names it as its upstream only.

    A record about several numbers (a security notice of a distribution) has none: it is none of them.
    """
    if advisory.kind != "osv" or advisory.cves or advisory.id.startswith(_USES_ALIASES):
        return None
    if (within := _WITHIN.fullmatch(advisory.id)) is not None:
        return within[1]
    told = [name for name in dict.fromkeys(advisory.related) if is_cve(name)]
    return told[0] if len(told) == 1 else None


def names_of_record(advisory: Advisory) -> tuple[str, ...]:
    """Every name by which a record is found: its own, its aliases, the number that it builds on."""
    upstream = upstream_of(advisory)
    return tuple(dict.fromkeys((advisory.id, *advisory.aliases, *((upstream,) if upstream else ()))))


def numbers_of_record(advisory: Advisory) -> tuple[str, ...]:
    """The CVE numbers whose signals (KEV, EPSS) are a record's: its own, its aliases, the one that it builds on."""
    upstream = upstream_of(advisory)
    return tuple(dict.fromkeys((*advisory.cves, *((upstream,) if upstream else ()))))


def numbers_called(name: str, records: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The CVE numbers of the vulnerabilities that go by a name, given the names of each record that has it.

    A CVE number is its own. A name of several (an advisory about three holes) is each of them; one that no record
    ties to a number has none.
    """
    if is_cve(name):
        return (name,)
    return tuple(sorted({other for names in records for other in names if is_cve(other)}))


def names_shared(
    name: str, records: Mapping[int, frozenset[str]], joined: Iterable[tuple[str, str]] = ()
) -> frozenset[str]:
    """The names that mean the vulnerability `name` among these records (id to its names), to the end.

    Records that speak of another number too do not make the two one: they join nothing. `joined` are pairs of names
    that somebody said to be one: those are, whatever numbers they are.
    """
    pairs = [frozenset(pair) for pair in joined]
    mine = _closed({name}, pairs)
    found, before = set(mine), set[str]()
    own = set(filter(is_cve, mine))
    while found != before:
        before = set(found)
        for names in records.values():
            others = set(filter(is_cve, names)) - own
            if names & found and not others:
                found |= names
        found = _closed(found, pairs)
    return frozenset(found)


def _closed(names: set[str], pairs: Iterable[frozenset[str]]) -> set[str]:
    found, before = set(names), set[str]()
    while found != before:
        before = set(found)
        for pair in pairs:
            if pair & found:
                found |= pair
    return found

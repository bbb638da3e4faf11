"""What a record says of one version: statements in their order, then the default (cve-schema and OSV schema)."""

from __future__ import annotations

from msgspec import Struct

from kizuki.core.advisories import Affected, Statement, Status
from kizuki.core.matching.comparing import compare, why_not
from kizuki.core.matching.links import Link
from kizuki.core.matching.shapes import Reason
from kizuki.core.sbom.cpe import written_like
from kizuki.core.versions import version_key


class Answer(Struct, frozen=True):
    """The status of a version, why, and by which words of the record. `silent`: none of them is about the version."""

    status: Status
    reason: Reason
    text: str
    scheme: str
    fixed_in: tuple[str, ...] = ()
    silent: bool = False


class Unsure(Struct, frozen=True):
    """A statement that cannot be held against the version, and why not."""

    statement: Statement
    reason: Reason
    scheme: str


class Hit(Struct, frozen=True):
    """A statement that speaks of the version, and the status it gives."""

    statement: Statement
    status: Status
    scheme: str


def scheme_for(link_scheme: str | None, own_order: bool, version_type: str) -> str | None:
    """The order to compare in: the ecosystem's own where a package URL brings it, else the generic one; `git`."""
    if version_type == "git":
        return "git"
    return link_scheme if own_order else "generic"


def status_of(version: str, affected: Affected, link: Link) -> Answer:
    """The status of a version; an empty version is one that is not known.

    The first statement that speaks of it decides, as both schemas have it, with three cautions: a statement that
    cannot be held against the version counts as one that may, an "unaffected" that another statement contradicts is
    unknown, and so is a version below a range that begins where it ends.
    """
    if version and (version in affected.versions or version.casefold() in map(str.casefold, affected.versions)):
        fixes = tuple(
            statement.high for statement in affected.statements if statement.high and not statement.high_included
        )
        return Answer(
            Status.AFFECTED, Reason("listed", (("version", version),)), version, "", _later(fixes, version, link)
        )
    held = [_hold(statement, version, link) for statement in _with_versions(affected, link)]
    hits = [row for row in held if isinstance(row, Hit)]
    unsure = [row for row in held if isinstance(row, Unsure)]
    if hits:
        return _spoken(version, hits, unsure, affected, link)
    possible = {affected.default, *(row.statement.status for row in unsure)}
    if possible == {affected.default} and not (unsure and affected.default is Status.UNKNOWN):
        return _default(version, affected, link)
    return _doubtful(version, unsure, affected, link)


def _with_versions(affected: Affected, link: Link) -> list[Statement]:
    """The statements, with the listed versions as statements of one version each, by their keys."""
    statements = list(affected.statements)
    statements += [Statement(Status.AFFECTED, version, exact=version) for version in affected.versions]
    return statements


def _spoken(version: str, hits: list[Hit], unsure: list[Unsure], affected: Affected, link: Link) -> Answer:
    first = hits[0]
    if any(hit.status is Status.AFFECTED for hit in hits):
        sure = next(hit for hit in hits if hit.status is Status.AFFECTED)
        if first.status is Status.AFFECTED:
            reason = Reason("in_range", (("version", version or "-"),))
            return Answer(
                Status.AFFECTED, reason, sure.statement.text, sure.scheme, _fixes([sure.statement], version, link)
            )
        return Answer(
            Status.UNKNOWN,
            Reason("contradicts"),
            _texts(affected),
            sure.scheme,
            _fixes([sure.statement], version, link),
        )
    if first.status is Status.UNKNOWN:
        return Answer(Status.UNKNOWN, Reason("stated_unknown"), first.statement.text, first.scheme)
    against = [row for row in unsure if row.statement.status is not Status.UNAFFECTED]
    if against:
        return _doubtful(version, against, affected, link)
    return Answer(
        Status.UNAFFECTED,
        Reason("stated_unaffected", (("version", version or "-"),)),
        first.statement.text,
        first.scheme,
    )


def _default(version: str, affected: Affected, link: Link) -> Answer:
    scheme = scheme_for(link.scheme, link.own_order, "") or ""
    code = {Status.AFFECTED: "default_affected", Status.UNAFFECTED: "outside", Status.UNKNOWN: "default_unknown"}[
        affected.default
    ]
    fixes = _fixes(list(affected.statements), version, link) if affected.default is not Status.UNAFFECTED else ()
    silent = affected.default is Status.UNKNOWN
    return Answer(
        affected.default, Reason(code, (("version", version or "-"),)), _texts(affected), scheme, fixes, silent
    )


def _doubtful(version: str, unsure: list[Unsure], affected: Affected, link: Link) -> Answer:
    """Of the statements that may speak of the version, the first that would make it affected gives the reason."""
    row = next((row for row in unsure if row.statement.status is Status.AFFECTED), unsure[0])
    statements = [one.statement for one in unsure]
    return Answer(Status.UNKNOWN, row.reason, _texts(affected), row.scheme, _fixes(statements, version, link))


def _hold(statement: Statement, version: str, link: Link) -> Hit | Unsure | None:
    scheme = scheme_for(link.scheme, link.own_order, statement.version_type)
    if statement.like:
        return _like(statement, version)
    if statement.unreadable:
        return Unsure(statement, Reason(statement.unreadable), scheme or "")
    if version and version.casefold() == statement.exact.casefold():
        return Hit(statement, statement.status, scheme or "")
    bounds = [
        text
        for text in (statement.exact, statement.low, statement.high, *(at for at, _ in statement.changes))
        if text
    ]
    if not bounds:
        return Hit(statement, statement.status, scheme or "")
    if scheme == "git":
        return Unsure(statement, Reason("git_range"), "git")
    reason = _cannot_order(version, scheme)
    if reason or scheme is None:
        return Unsure(statement, reason or Reason("order_not_held"), scheme or "")
    held = Held(version, scheme, link.stream)
    return _exact(statement, held) if statement.exact else _range(statement, held)


def _like(statement: Statement, version: str) -> Hit | Unsure | None:
    """A version written with the wildcards of a CPE name: a matter of spelling, not of order."""
    if not version:
        return Unsure(statement, Reason("no_version"), "")
    if not written_like(statement.like, version):
        return None
    if statement.unreadable:
        return Unsure(statement, Reason(statement.unreadable), "")
    return Hit(statement, statement.status, "")


def _cannot_order(version: str, scheme: str | None) -> Reason | None:
    if not version:
        return Reason("no_version")
    if scheme is None:
        return Reason("order_not_held")
    if version_key(scheme, version) is None:
        return Reason("version_not_orderable", (("version", version), ("scheme", scheme)))
    return None


class Held(Struct, frozen=True):
    """A version as it is held against bounds: in which order, and of which module stream."""

    version: str
    scheme: str
    stream: str

    def order(self, bound: str) -> int | None:
        """-1, 0 or 1 as the version stands before, at or after the bound; None where that cannot be told."""
        return compare(self.version, bound, self.scheme, self.stream)

    def unsure(self, statement: Statement, bound: str, code: str = "bound_not_comparable") -> Unsure:
        """The statement, with why this bound tells nothing."""
        why = why_not(self.version, bound, self.scheme, self.stream) or Reason(code, (("bound", bound),))
        return Unsure(statement, why, self.scheme)


def _exact(statement: Statement, held: Held) -> Hit | Unsure | None:
    order = held.order(statement.exact)
    if order == 0:
        return Hit(statement, statement.status, held.scheme)
    if order is None and held.scheme == "generic":
        return held.unsure(statement, statement.exact, "not_comparable")
    # In an ecosystem's own scheme a version that parses and a text that does not are two versions.
    return None


def _range(statement: Statement, held: Held) -> Hit | Unsure | None:
    above, below = _above(statement, held), _below(statement, held)
    if below is False:
        return None
    if above is False:
        if statement.low_doubtful and statement.status is Status.AFFECTED:
            why = Reason("range_of_one_version", (("bound", statement.high),))
            return Unsure(statement, why, held.scheme)
        return None
    if above is None or below is None:
        return held.unsure(statement, statement.low if above is None else statement.high)
    return _changed(statement, held)


def _changed(statement: Statement, held: Held) -> Hit | Unsure:
    status = statement.status
    for at, becomes in statement.changes:
        order = held.order(at)
        if order is None:
            return held.unsure(statement, at)
        status = becomes if order >= 0 else status
    return Hit(statement, status, held.scheme)


def _above(statement: Statement, held: Held) -> bool | None:
    if not statement.low:
        return True
    order = held.order(statement.low)
    return None if order is None else order > 0 or (order == 0 and statement.low_included)


def _below(statement: Statement, held: Held) -> bool | None:
    if not statement.high:
        return True
    order = held.order(statement.high)
    return None if order is None else order < 0 or (order == 0 and statement.high_included)


def _fixes(statements: list[Statement], version: str, link: Link) -> tuple[str, ...]:
    """Where these affected ranges end: the first version that the record calls free of the fault."""
    found = []
    for statement in statements:
        if statement.status is Status.AFFECTED and statement.version_type != "git":
            found += [statement.high] if statement.high and not statement.high_included else []
            found += [at for at, becomes in statement.changes if becomes is Status.UNAFFECTED]
    return _later(tuple(found), version, link)


def _later(fixes: tuple[str, ...], version: str, link: Link) -> tuple[str, ...]:
    scheme = scheme_for(link.scheme, link.own_order, "")
    keep = [
        fix
        for fix in fixes
        if not version or scheme is None or compare(version, fix, scheme, link.stream) in (None, -1)
    ]
    # A bound in words (`publication`) is no version to install.
    return tuple(dict.fromkeys(fix for fix in keep if any(sign.isdigit() for sign in fix)))


def _texts(affected: Affected, longest: int = 6) -> str:
    texts = [statement.text for statement in affected.statements] or list(affected.versions)
    more = f" … (+{len(texts) - longest})" if len(texts) > longest else ""
    return "; ".join(texts[:longest]) + more

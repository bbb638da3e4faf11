"""Self-inspection (自己点検): how signatures are given here, and each one that a person gave over their own work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.store.access.seen import seen
from kizuki.store.models import (
    Company,
    EndProposal,
    KeptText,
    KnowledgeDay,
    NoReportDecision,
    ObligationStep,
    ReportStep,
    ReviewerContract,
    User,
)
from kizuki.store.models.in_force import in_force
from kizuki.store.people.delegations import in_force_on
from kizuki.store.people.signers import single_person
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SignedAlone:
    """A signature given in the single-person mode. `kind` is what was signed (`record.verb.<kind>`), `subject` names
    it (`report:3`), `about` is the number of its case, or the vulnerability (`case_id` None); `comment` says what the
    person checked (empty where it was erased)."""

    kind: str
    subject: str
    case_id: int | None
    about: str
    person: str
    at: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class ModeRow:
    """The single-person mode as it is set, and whether it is in force on the day that is looked at."""

    since: date
    until: date | None
    ground: str
    reason: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class StandingIn:
    """A delegation in force."""

    principal: str
    deputy: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A reviewer with a contract that is in force, or will be."""

    person: str
    reference: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class SelfInspection:
    """How signatures are given on a day, and all that were given alone, the newest first."""

    report_steps: int
    second_factor_demanded: bool
    with_factor: tuple[str, ...]
    """Who has a second factor, by name."""
    mode: ModeRow | None
    delegations: tuple[StandingIn, ...]
    contracts: tuple[ContractRow, ...]
    reviewers: tuple[tuple[int, str], ...]
    signed_alone: tuple[SignedAlone, ...]


def self_inspection(viewer: Viewer, on: date) -> SelfInspection:
    """The company's signatures as they stand on a day; of cases under embargo only what the viewer may see."""
    company = seen(viewer, Company).filter(id=1).first()
    return SelfInspection(
        report_steps=company.report_steps if company is not None else 2,
        second_factor_demanded=company is not None and company.second_factor_demanded,
        with_factor=tuple(
            seen(viewer, User)
            .filter(is_active=True, second_factors__confirmed_at__isnull=False, second_factors__ended_on=None)
            .order_by("display_name", "pk")
            .values_list("display_name", flat=True)
        ),
        mode=_mode(company, on),
        delegations=tuple(
            StandingIn(row.principal.display_name, row.deputy.display_name, row.begins_on, row.ends_on)
            for row in in_force_on(on).select_related("principal", "deputy").order_by("begins_on", "pk")
        ),
        contracts=_contracts(viewer, on),
        reviewers=tuple(
            seen(viewer, User)
            .filter(role="reviewer", is_active=True)
            .order_by("display_name", "pk")
            .values_list("pk", "display_name")
        ),
        signed_alone=signed_alone(viewer),
    )


def signed_alone(viewer: Viewer) -> tuple[SignedAlone, ...]:
    """Every signature given in the single-person mode, the newest first."""
    rows = [row for source in SOURCES for row in source(viewer)]
    return tuple(sorted(rows, key=lambda row: (row.at, row.subject), reverse=True))


def _mode(company: Company | None, on: date) -> ModeRow | None:
    if company is None or company.single_person_since is None:
        return None
    return ModeRow(
        company.single_person_since,
        company.single_person_until,
        company.single_person_ground,
        company.single_person_reason,
        single_person(on),
    )


def _contracts(viewer: Viewer, on: date) -> tuple[ContractRow, ...]:
    ahead = seen(viewer, ReviewerContract).filter(replaced_by=None, from_on__gt=on)
    rows = (
        (seen(viewer, ReviewerContract).filter(in_force(on)) | ahead).select_related("user").order_by("from_on", "pk")
    )
    return tuple(ContractRow(row.user.display_name, row.reference, row.from_on, row.to_on) for row in rows)


def _steps(viewer: Viewer) -> Iterable[SignedAlone]:
    rows = seen(viewer, ReportStep).filter(single_person=True)
    for row in rows.select_related("report__case", "person", "comment"):
        comment = row.comment.body if row.comment is not None and row.comment.erased_at is None else ""
        kind = "review_report" if row.move == "review" else "approve_report"
        case = row.report.case
        name = row.person.display_name
        yield SignedAlone(kind, f"report:{row.report_id}", case.pk, case.number, name, row.at, comment)


def _decisions(viewer: Viewer) -> Iterable[SignedAlone]:
    rows = seen(viewer, NoReportDecision).filter(single_person=True)
    for row in rows.select_related("case", "decided_by"):
        said = row.case.narratives.filter(kind="no_report_comment", place=str(row.pk)).order_by("-revision").first()
        comment = said.body if said is not None and said.erased_at is None else ""
        name = row.decided_by.display_name if row.decided_by is not None else ""
        at = said.made_at if said is not None else row.proposed_at
        yield SignedAlone("decide_no_report", f"no_report:{row.pk}", row.case_id, row.case.number, name, at, comment)


def _changes(viewer: Viewer) -> Iterable[SignedAlone]:
    """One line for each signature under changes of a ledger, however many obligations it moved."""
    rows = seen(viewer, ObligationStep).filter(single_person=True, act="sign_change")
    signed = {
        (row.obligation.case_id, row.at): row
        for row in rows.select_related("obligation__case", "person", "reason").order_by("pk")
    }
    for row in signed.values():
        case, said = row.obligation.case, row.reason
        if case is not None:
            comment = said.body if said is not None and said.erased_at is None else ""
            name = row.person.display_name if row.person is not None else ""
            yield SignedAlone("sign_change", f"case:{case.pk}", case.pk, case.number, name, row.at, comment)


def _ends(viewer: Viewer) -> Iterable[SignedAlone]:
    rows = seen(viewer, EndProposal).filter(single_person=True, signed_at__isnull=False)
    for row in rows.select_related("case", "signed_by"):
        name = row.signed_by.display_name if row.signed_by is not None else ""
        at = row.signed_at or row.proposed_at
        yield SignedAlone("sign_end", f"end_proposal:{row.pk}", row.case_id, row.case.number, name, at, "")


def _knowledge(_viewer: Viewer) -> Iterable[SignedAlone]:
    """Days of knowledge are a vulnerability's, of no case: everybody sees them."""
    rows = seen(_viewer, KnowledgeDay).filter(alone=True).select_related("advisory", "person")
    texts = KeptText.objects.filter(
        subject__in=[f"knowledge:{row.pk}" for row in rows], kind="reason", erased_at=None
    )
    said = {text.subject: text.body for text in texts}
    for row in rows:
        subject, name = f"knowledge:{row.pk}", row.person.display_name if row.person is not None else ""
        about, comment = row.advisory.identifier, said.get(subject, "")
        yield SignedAlone("sign_knowledge_day", subject, None, about, name, row.recorded_at, comment)


SOURCES: tuple[Callable[[Viewer], Iterable[SignedAlone]], ...] = (
    _steps,
    _decisions,
    _changes,
    _ends,
    _knowledge,
)
"""Where such signatures stand: a table that keeps one more kind of them gets its source here."""

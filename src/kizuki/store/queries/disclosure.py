"""A disclosure as it stands: parties with their status, the embargo with its turns, statements with their gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.disclosure.gate import Shelter
from kizuki.core.disclosure.table import PARTIES
from kizuki.core.glossary import say
from kizuki.core.lifecycle.measures.standing import DECIDED
from kizuki.store.access.seen import seen
from kizuki.store.findings.vulnerability_names import vulnerabilities
from kizuki.store.models import (
    CaseVulnerability,
    Disclosure,
    DisclosureParty,
    EmbargoTurn,
    KeptText,
    Measure,
    PartyTurn,
    Patch,
    PublicationOverride,
    Statement,
)
from kizuki.store.queries.viewer import Viewer

RUNS = ("accepted", "revised")
"""States of an embargo in which it holds something back; what was only proposed holds nobody."""


@dataclass(frozen=True, slots=True)
class PartyOnFile:
    """One party of the company's table."""

    id: int
    key: str
    kind: str
    name: str
    contact: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class PartyRow:
    """Where one party stands: told or not (why), and what it says of itself; `first`: shown before the public is."""

    party: PartyOnFile
    status: str
    told: str
    on: date | None
    words: str
    first: bool


@dataclass(frozen=True, slots=True)
class EmbargoLine:
    """One turn of the embargo: by whom ('' ourselves), until when, in the zone in which it was said."""

    state: str
    until: datetime | None
    zone: str
    by: str
    person: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement. `override`: '' none, `proposed` or `signed`, with who and why."""

    id: int
    number: int
    outlet: str
    audience: str
    demand: str
    lang: str
    says: tuple[str, ...]
    sha256: str
    drafted_by: str
    drafted_at: datetime
    published_at: datetime | None
    published_by: str
    gate: tuple[str, ...]
    override: str
    override_id: int | None
    override_by: str
    override_words: str


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """The disclosure of a case. `protections` are the codes of what protects now; `unsettled` counts the parties that
    were neither told nor left out for a reason."""

    id: int
    tlp: str
    opened_at: datetime
    parties: tuple[PartyRow, ...]
    embargo: tuple[EmbargoLine, ...]
    statements: tuple[StatementRow, ...]
    protections: tuple[str, ...]
    embargo_until: datetime | None
    case_id: int

    @property
    def unsettled(self) -> int:
        """How many parties still need a word before it is closed."""
        return sum(row.told == "not_yet" for row in self.parties)


def parties_on_file(viewer: Viewer) -> tuple[PartyOnFile, ...]:
    """The company's parties by name, those no longer in use too."""
    return tuple(_party(row) for row in seen(viewer, DisclosureParty).order_by("name", "pk"))


def disclosure_of(viewer: Viewer, case_id: int) -> DisclosureRow | None:
    """The disclosure of a case; None where the viewer sees none."""
    found = seen(viewer, Disclosure).filter(case_id=case_id).first()
    if found is None:
        return None
    turns = list(seen(viewer, PartyTurn).filter(disclosure=found).order_by("position"))
    embargo = list(
        seen(viewer, EmbargoTurn).filter(disclosure=found).select_related("party", "person").order_by("position")
    )
    people = ("drafted_by", "published_by")
    statements = list(seen(viewer, Statement).filter(disclosure=found).select_related(*people).order_by("number"))
    overrides = {
        row.statement_id: row
        for row in seen(viewer, PublicationOverride).filter(statement__in=statements).select_related("proposed_by")
    }
    texts = _texts(
        viewer,
        [f"party_turn:{row.pk}" for row in turns]
        + [f"embargo_turn:{row.pk}" for row in embargo]
        + [f"publication_override:{row.pk}" for row in overrides.values()],
    )
    return DisclosureRow(
        id=found.pk,
        tlp=found.tlp,
        opened_at=found.opened_at,
        parties=tuple(_party_rows(parties_on_file(viewer), turns, texts)),
        embargo=tuple(_embargo(row, texts) for row in embargo),
        statements=tuple(_statement(row, overrides.get(row.pk), texts) for row in statements),
        protections=protections_of(viewer, case_id),
        embargo_until=held_until(embargo),
        case_id=case_id,
    )


def disclosures_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[DisclosureRow, ...]:
    """Those of these disclosures that the viewer sees, by id."""
    cases = seen(viewer, Disclosure).filter(pk__in=ids).order_by("pk").values_list("case_id", flat=True)
    return tuple(row for case_id in cases if (row := disclosure_of(viewer, case_id)) is not None)


def protections_of(viewer: Viewer, case_id: int) -> tuple[str, ...]:
    """What protects whoever has the device: decided measures that bring a mitigation or a compensating control, and
    patches shipped that close every vulnerability of the case; as codes (`measure:3`, `patch:7`)."""
    measures = seen(viewer, Measure).filter(case_id=case_id, state__in=DECIDED).exclude(brings="")
    found = [f"measure:{pk}" for pk in measures.order_by("pk").values_list("pk", flat=True)]
    names = set(seen(viewer, CaseVulnerability).filter(case_id=case_id).values_list("name", flat=True))
    patches = seen(viewer, Patch).filter(device__cases=case_id, state="shipped").order_by("pk")
    holes = vulnerabilities(sorted(names))
    found += [f"patch:{row.pk}" for row in patches if holes and all(one.names & set(row.fixes) for one in holes)]
    return tuple(found)


def shelter_of(viewer: Viewer, case_id: int) -> Shelter:
    """What the gate asks about a case, as it stands now."""
    turns = list(seen(viewer, EmbargoTurn).filter(disclosure__case_id=case_id).order_by("position"))
    signed = seen(viewer, PublicationOverride).filter(statement__disclosure__case_id=case_id, signed_at__isnull=False)
    return Shelter(
        protections_of(viewer, case_id), held_until(turns), frozenset(signed.values_list("sha256", flat=True))
    )


def held_until(turns: Iterable[EmbargoTurn]) -> datetime | None:
    """Until when the newest word that was agreed holds; a proposal to move it moves nothing."""
    until = None
    for turn in turns:
        if turn.state in RUNS:
            until = turn.until
        elif turn.state == "ended":
            until = None
    return until


def _party(row: DisclosureParty) -> PartyOnFile:
    return PartyOnFile(row.pk, row.key, row.kind, row.name, row.contact, row.in_use)


def _party_rows(
    parties: Iterable[PartyOnFile], turns: Iterable[PartyTurn], texts: Mapping[tuple[str, str], str]
) -> Iterable[PartyRow]:
    newest = {row.party_id: row for row in turns}
    for party in parties:
        turn = newest.get(party.id)
        if turn is None and not party.in_use:
            continue
        yield PartyRow(
            party,
            turn.status if turn else "not_answered",
            turn.told if turn else "not_yet",
            turn.on if turn else None,
            texts.get((f"party_turn:{turn.pk}", "words"), "") if turn else "",
            PARTIES[party.kind].first,
        )


def _embargo(row: EmbargoTurn, texts: Mapping[tuple[str, str], str]) -> EmbargoLine:
    return EmbargoLine(
        row.state,
        row.until,
        row.zone,
        row.party.name if row.party else "",
        row.person.display_name,
        row.recorded_at,
        texts.get((f"embargo_turn:{row.pk}", "words"), ""),
    )


def _statement(
    row: Statement, override: PublicationOverride | None, texts: Mapping[tuple[str, str], str]
) -> StatementRow:
    return StatementRow(
        id=row.pk,
        number=row.number,
        outlet=row.outlet,
        audience=row.audience,
        demand=row.demand,
        lang=row.lang,
        says=tuple(row.says),
        sha256=row.document_id,
        drafted_by=row.drafted_by.display_name,
        drafted_at=row.drafted_at,
        published_at=row.published_at,
        published_by=row.published_by.display_name if row.published_by else "",
        gate=tuple(row.gate),
        override="" if override is None else "signed" if override.signed_at else "proposed",
        override_id=override.pk if override else None,
        override_by=override.proposed_by.display_name if override else "",
        override_words=texts.get((f"publication_override:{override.pk}", "reason"), "") if override else "",
    )


def _texts(viewer: Viewer, subjects: list[str]) -> dict[tuple[str, str], str]:
    found = KeptText.objects.filter(subject__in=subjects).order_by("revision")
    return {
        (text.subject, text.kind): say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in found
    }


def document_of_statement(viewer: Viewer, case_id: int, statement_id: int) -> bytes | None:
    """What left of a statement, or its draft while nothing did; None where the viewer sees no such statement, or
    retention has erased it."""
    row = (
        seen(viewer, Statement)
        .filter(pk=statement_id, disclosure__case_id=case_id)
        .select_related("document", "released")
        .first()
    )
    if row is None:
        return None
    document = row.released or row.document
    return None if document.erased_at else bytes(document.content)


def newest_document(viewer: Viewer, number: str, lang: str, *, draft: bool) -> bytes | None:
    """The newest CSAF document of a case (by its number) in one language: published, or with `draft` drawn up and not
    published; None where there is none."""
    rows = seen(viewer, Statement).filter(disclosure__case__number=number, outlet="csaf", lang=lang)
    row = rows.filter(published_at__isnull=draft).order_by("-number").first()
    return None if row is None else document_of_statement(viewer, row.disclosure.case_id, row.pk)

"""The sheet of a first report on the screen: boxes, of whom it is, what the check finds, what left and arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from kizuki.actions.reports.sheet_filling import SheetGround, sheet_ground
from kizuki.core.forms import form_json
from kizuki.core.glossary import Lang, say
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.core.people import may
from kizuki.store.queries.attachments import AttachmentRow, attachments_of
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.checking.unsigned import check_of_sheet
from kizuki.store.queries.dispatches import DispatchRow, dispatch_rows
from kizuki.store.queries.known import facts_to_answer
from kizuki.store.queries.obligations import ObligationRow, obligations_of
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.words_of_reports import Places
from kizuki.web.countdown import countdown
from kizuki.web.doors.door import address_of
from kizuki.web.editor.form_page import FormPage, around_of, sections_of, sheet_beside
from kizuki.web.editor.found import FoundLine, found_lines
from kizuki.web.editor.offers import intake_offers
from kizuki.web.first_addressee import FirstAddressee, first_addressee
from kizuki.web.missing_boxes import missing_in

FIRST_REPORTS = ("first_report", "settle_question")
"""What a sheet may be for."""


@dataclass(frozen=True, slots=True)
class Left:
    """A dispatch that named somebody of this sheet; `confirm` is where its arrival is confirmed ('' where it is, or was
    never to be), `notes` what a reader should look at twice: nothing of it keeps a record of sending back."""

    row: DispatchRow
    confirm: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(FormPage):
    """The page of a sheet. `whom` are those it is for in words, `others` who still has none; `record` is where the
    dispatch is recorded ('' where there is none to record), `further` where the sheet of others is begun, `copies` its
    boxes for transcription, `to` whom it goes today."""

    case: CaseRow
    names: tuple[str, ...]
    whom: tuple[str, ...]
    others: tuple[str, ...]
    found: tuple[FoundLine, ...]
    left: tuple[Left, ...]
    kept: tuple[AttachmentRow, ...]
    draws: bool
    record: str
    further: str
    copies: str
    to: FirstAddressee
    owed: bool = True

    @property
    def check_note(self) -> str:
        """Nothing that the check finds keeps a first report back."""
        return "sheet.page.check_note"

    @property
    def went(self) -> bool:
        """Whether it has left for those whom it is for, and is owed of none of them: drawing it up is not what comes
        next."""
        return not self.owed and any(one.row.delivered for one in self.left)

    @property
    def asks_later(self) -> bool:
        """What is not known goes out as 確認中, and is what a person asks for next."""
        return True


def named_in(viewer: Viewer, case_id: int, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The names that are matters of the case, and those that are persons (whoever is neither is refused as a person)."""
    known = facts_to_answer(viewer, case_id)
    matters = {matter.get("id") for matter in known.facts["matters"]} if known else set()
    return [name for name in names if name in matters], [name for name in names if name not in matters]


def sheet_address(case_id: int, names: Sequence[str], page: str = "first-sheet") -> str:
    """Where the sheet of these stands, or another page of it."""
    return f"{reverse(page, args=[case_id])}?{urlencode([('for', name) for name in names])}"


def sheet_page(viewer: Viewer, case_id: int, names: Sequence[str], on: date) -> SheetPage | None:
    """The sheet of those who are named as seen on one day; None where the viewer sees no such case. `Refused` where it
    cannot be filled: nobody is named, or somebody of whom no first report is asked."""
    found = case_page(viewer, case_id)
    if found is None:
        return None
    matters, persons = named_in(viewer, case_id, names)
    ground = sheet_ground(case_id, matters, persons)
    form, roles = ground.filled(), standing_of(viewer, on).roles
    address, kept = sheet_address(case_id, ground.whom.names), _kept(viewer, case_id, ground)
    links, writes = _rooms(found.row, address), any(may(role, "write_sheet_box") for role in roles)
    named, offers = _named(viewer, case_id), intake_offers(viewer, case_id)
    around = around_of(viewer, form, ground, links, writes=writes, called=named, offers=offers)
    rows = [row for row in obligations_of(viewer, case_id) if row.kind in (*FIRST_REPORTS, "arrival")]
    mine = [row for row in rows if _is_of(row, ground)]
    fields, others = form_json(form, viewer.lang)["fields"], _others(rows, mine)
    due = min((row.due_on for row in mine if row.state in LIVE and row.due_on), default=None)
    return SheetPage(
        name=say("sheet.page.name", viewer.lang),
        address=address,
        countdown=countdown(due, on, of_law=any(row.state == "owed" for row in mine)),
        table=form.table,
        sections=sections_of(form, ground, around),
        sheet=sheet_beside(form, viewer, draft=False),
        missing=missing_in(form, viewer.lang),
        writes=writes,
        case=found.row,
        names=ground.whom.names,
        whom=_whom(mine, named) or ground.called,
        others=others,
        found=found_lines(check_of_sheet(viewer, case_id, fields, on), form.table, viewer, links, address),
        left=_left(viewer, found.row, ground, rows, kept),
        kept=kept,
        owed=any(row.state in LIVE for row in mine),
        draws=any(may(role, "draft_first_sheet") for role in roles),
        record=_record(case_id, mine, may_record=any(may(role, "record_first_report") for role in roles)),
        further=address_of("case", case_id, "draft_first_sheet") if others else "",
        copies=sheet_address(case_id, ground.whom.names, "first-sheet-transcription"),
        to=first_addressee(viewer, on, due),
    )


def _others(rows: Sequence[ObligationRow], mine: Sequence[ObligationRow]) -> tuple[str, ...]:
    """Of whom else of the case a first report is owed."""
    live = [row for row in rows if row.kind in FIRST_REPORTS and row.state in LIVE and row not in mine]
    return tuple(" ".join(filter(None, (row.name, row.who))) for row in live)


def _rooms(case: CaseRow, address: str) -> dict[str, str]:
    return {
        "sending": f"{address}#sent",
        "case": reverse("case", args=[case.id]) + "#facts",
        "device": reverse("device", args=[case.device_id]),
        "company": reverse("company"),
    }


def _whom(mine: Sequence[ObligationRow], named: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{row.name} {named.get(row.person or row.matter, row.who)}".strip() for row in mine))


def _named(viewer: Viewer, case_id: int) -> dict[str, str]:
    """What each matter and person of the case is called, by id: the ids themselves are nothing to read."""
    known = facts_to_answer(viewer, case_id)
    places = Places(known.facts) if known else None
    return places.every(viewer.lang) if places else {}


def _is_of(row: ObligationRow, ground: SheetGround) -> bool:
    return row.kind != "arrival" and (row.person or row.matter) in ground.whom.names


def _record(case_id: int, mine: Sequence[ObligationRow], *, may_record: bool) -> str:
    owed = [row for row in mine if row.state in LIVE]
    if not owed or not may_record:
        return ""
    return address_of("case", case_id, "record_first_report", {"row": owed[0].id})


def _left(
    viewer: Viewer, case: CaseRow, ground: SheetGround, rows: Sequence[ObligationRow], kept: Sequence[AttachmentRow]
) -> tuple[Left, ...]:
    names = set(ground.whom.names)
    waiting = {row.item.partition(":")[2]: row for row in rows if row.kind == "arrival" and row.state in LIVE}
    found = []
    for one in dispatch_rows(viewer, case.id):
        if names & set(one.of):
            row = waiting.get(str(one.id))
            confirm = address_of("case", case.id, "confirm_arrival", {"row": row.id}) if row else ""
            found.append(Left(one, confirm, _notes(one, case, kept, viewer.lang)))
    return tuple(found)


def _notes(sent: DispatchRow, case: CaseRow, kept: Sequence[AttachmentRow], lang: Lang) -> tuple[str, ...]:
    """It left before there was a case, or before the sheet was drawn up: a fax by hand does so, and so does a day
    typed wrongly."""
    drawn = min((one.attached_at for one in kept), default=None)
    early = (("before_intake", case.opened_at), ("before_drawing", drawn))
    return tuple(say(f"sheet.page.{word}", lang) for word, at in early if at is not None and sent.sent_at < at)


def _kept(viewer: Viewer, case_id: int, ground: SheetGround) -> tuple[AttachmentRow, ...]:
    """The PDFs that were drawn of this sheet."""
    return tuple(row for row in attachments_of(viewer, case_id) if ground.is_named(row.name))

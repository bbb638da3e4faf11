"""From an obligation to the pages on which its acts are done: the usual one first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.lifecycle.measures.chain import ends_step
from kizuki.core.lifecycle.obligations.acts import ACTS
from kizuki.core.people import may
from kizuki.store.queries.next_signers import SIGNATURES
from kizuki.store.queries.next_steps import ReportAt
from kizuki.store.queries.obligations import ObligationRow
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.around import Around
from kizuki.web.doors.door import address_of
from kizuki.web.doors.last_resorts import is_usual
from kizuki.web.editor.sheet_page import sheet_address
from kizuki.web.numbers import number_in


@dataclass(frozen=True, slots=True)
class Way:
    """A page that ends an obligation, and the word on its button."""

    act: str
    address: str
    words: str


def ways_of(row: ObligationRow, around: Around, viewer: Viewer) -> tuple[Way, ...]:
    """Where the viewer may end it, the usual way first; what waits for a signature is signed."""
    kept: dict[str, Way] = {}
    for way in _ways(row, around, viewer):
        kept.setdefault(way.address, way)
    if row.kind in SHEETS and row.state != "sent" and may(viewer.role, SHEET):
        # It ends nothing: one sheet for several is begun there.
        address = address_of("case", around.case_id, SHEET, {"row": row.id})
        kept[address] = Way(SHEET, address, button_words(SHEET, row.kind, viewer.lang))
    return tuple(kept.values())


def usual_way(row: ObligationRow, around: Around, viewer: Viewer) -> Way | None:
    """The first usual one of them, which a list of many gives alone; None where somebody else has to go on."""
    usual = (way for way in _ways(row, around, viewer) if is_usual(way.act, row))
    return next(usual, None) or next((way for way in ways_of(row, around, viewer) if is_usual(way.act, row)), None)


def _ways(row: ObligationRow, around: Around, viewer: Viewer) -> Iterator[Way]:
    signed = _proposed(row, around, viewer)
    yield from signed
    yield from _signature_of(row, around, viewer)
    yield from _sheet_of(row, around, viewer)
    yield from _follow_up_of(row, around, viewer)
    proposed = {one.act for one in around.proposals if row.id in one.rows} if signed else set()
    for end in _in_order(row, around):
        way = None if end in proposed else _way(end, row, around, viewer)
        if way is not None:
            yield way


def _signature_of(row: ObligationRow, around: Around, viewer: Viewer) -> Iterator[Way]:
    """Where the viewer takes the signature that its report waits for: whoever may sign has nothing nearer to do."""
    last = last_report(row, around)
    verb = SIGNATURES.get(last.state, "") if last is not None and row.form and row.state != "sent" else ""
    if last is not None and verb and last.author != viewer.user_id and may(viewer.role, verb):
        page = reverse("report", args=[around.case_id, last.id])
        yield Way(verb, page, say(f"door.way.sign.{last.state}", viewer.lang))


def _sheet_of(row: ObligationRow, around: Around, viewer: Viewer) -> tuple[Way, ...]:
    """The sheet of whom a first report is owed: it is written before anything can be said to have been sent, and leads to
    where its sending is recorded."""
    name = row.person or row.matter
    if row.kind != "first_report" or row.state == "sent" or not name or not may(viewer.role, SHEET):
        return ()
    address = sheet_address(around.case_id, [name])
    return (Way("first_sheet", address, button_words("first_sheet", row.kind, viewer.lang)),)


def _follow_up_of(row: ObligationRow, around: Around, viewer: Viewer) -> tuple[Way, ...]:
    """The form that begins the follow-up that is owed, and that which drafts it, while the last of its reports is one
    that has gone: the page of that one is about PMDA's answer to it."""
    last = last_report(row, around)
    owed = row.kind == "follow_up" and row.state in ("owed", "lapse_proposed")
    if not owed or last is None or last.state != "submitted" or not may(viewer.role, FOLLOW_UP):
        return ()
    addresses = {
        FOLLOW_UP: f"{reverse('report-check', args=[around.case_id, last.id])}#do-follow",
        "draft_form": address_of("case", around.case_id, "draft_form", {"row": row.id}),
    }
    return tuple(Way(act, to, button_words(act, row.kind, viewer.lang)) for act, to in addresses.items())


def _in_order(row: ObligationRow, around: Around) -> list[str]:
    """The ends of the core's table that are ways now, the usual one first."""
    order = list(row.ends)
    waits = row.state == "lapse_proposed" or row.later_on is not None or row.kind == "second_signature"
    if "sign_change" in order and (around.own_change or not waits):
        # Nothing waits to be signed, or it waits for somebody else.
        order.remove("sign_change")
    if row.kind == "second_signature":
        # A duplicate goes on elsewhere without it: it is signed, or answered.
        order.remove("take_over")
    if row.state == "sent":
        order.sort(key=lambda end: end != "record_receipt")
    elif row.state == "open":
        order.sort(key=lambda end: end != _asked_first(row))
    if waits:
        order.sort(key=lambda end: end != "sign_change")
    return order


def _proposed(row: ObligationRow, around: Around, viewer: Viewer) -> tuple[Way, ...]:
    """Where the viewer signs an end of this obligation that somebody else proposed."""
    return tuple(
        Way(
            verb, address_of("case", around.case_id, verb, {"proposal": one.id}), say(f"door.way.{verb}", viewer.lang)
        )
        for one in around.proposals
        if row.id in one.rows and may(viewer.role, verb := signing_verb(one.act))
    )


def signing_verb(act: str) -> str:
    """The verb that signs a proposed end."""
    return "sign_case_duplicate" if act == "take_over" else "sign_end"


def _asked_first(row: ObligationRow) -> str:
    """What is open is asked, or judged, before it is reported."""
    if row.kind == "settle_question" and not row.asks:
        return "record_judgement"
    return "answer" if row.kind == "item" else row.ends[0]


def _way(end: str, row: ObligationRow, around: Around, viewer: Viewer) -> Way | None:
    # Of 措置未着手 a measure is proposed; of a proposed one it is decided, by whom may.
    proposes = end == "decide_measure" and row.kind == "measure_missing"
    if not any(may(viewer.role, verb) for verb in (("propose_measure",) if proposes else VERBS.get(end, (end,)))):
        return None
    address = ADDRESS[end](end, row, around)
    return Way(end, address, button_words(end, row.kind, viewer.lang)) if address else None


def button_words(end: str, kind: str, lang: Lang) -> str:
    """The word on the button of an act, of this kind of obligation where it has one of its own."""
    own = f"door.way.{end}.{kind}"
    return say(own if own in all_words() else f"door.way.{end}", lang)


FOLLOW_UP = "start_follow_up"
"""The verb that begins a follow-up."""

SHEET, SHEETS = "draft_first_sheet", ("first_report", "settle_question")
"""The door of the sheet (第一報連絡票), and the kinds that it may be for."""

_Address = Callable[[str, ObligationRow, Around], str]


def _own_door(end: str, row: ObligationRow, around: Around) -> str:
    if end == "record_judgement" and row.kind != "judgement":
        # What settles it is a judgement of its own, which has its row.
        return f"{reverse('case', args=[around.case_id])}#owed"
    return address_of("case", around.case_id, end, {"row": row.id})


def _answer(end: str, row: ObligationRow, around: Around) -> str:
    if row.asks:
        return address_of("case", around.case_id, "answer", {"fact": row.asks[0]})
    if row.kind == "cycle_anchor":
        return address_of("case", around.case_id, "answer", {"fact": "device.cycle_anchor_on"})
    return f"{reverse('case', args=[around.case_id])}#facts" if row.kind == "joined_information" else ""


def _report(end: str, row: ObligationRow, around: Around) -> str:
    """The report that speaks of it, or the door that drafts it."""
    mine = last_report(row, around)
    if mine is not None:
        return reverse("report", args=[around.case_id, mine.id])
    drafted = row.kind == "item" and row.form and end in ("submit", "submit_unapproved")
    return address_of("case", around.case_id, "draft_form", {"row": row.id}) if drafted else ""


def last_report(row: ObligationRow, around: Around) -> ReportAt | None:
    """The newest report that speaks of it."""
    named = number_in(row.item.removeprefix("report:")) if row.item.startswith("report:") else None
    mine = [
        report
        for report in around.reports
        if report.id == named
        or (report.form == row.form and report.matter in ("", row.matter) and report.person in ("", row.person))
    ]
    return max(mine, key=lambda report: report.id, default=None)


def _decision(end: str, row: ObligationRow, around: Around) -> str:
    """The decision that waits or stands, or the page that proposes one."""
    if around.decision is not None:
        return reverse("decision", args=[around.decision])
    return reverse("propose", args=[around.case_id]) if row.kind == "no_report_decision" else ""


def _information(end: str, row: ObligationRow, around: Around) -> str:
    number = number_in(row.item.removeprefix("information:"))
    return address_of("information", number, "unjoin_case") if number else ""


def _of_case(end: str, row: ObligationRow, around: Around) -> str:
    return address_of("case", around.case_id, {"take_over": "mark_case_duplicate"}.get(end, end))


def _inquiries(end: str, row: ObligationRow, around: Around) -> str:
    return reverse("inquiries", args=[around.case_id])


def _transmission(end: str, row: ObligationRow, around: Around) -> str:
    """The page on which the formal sending of a report is kept."""
    page = _report(end, row, around)
    return f"{page}/check" if page else ""


def _measure(end: str, row: ObligationRow, around: Around) -> str:
    """The form of the measure that the row names; of 措置未着手, the one that proposes a measure."""
    if row.kind == "measure_missing":
        return address_of("case", around.case_id, "propose_measure") if end == "decide_measure" else ""
    if row.kind == "measure_step" and not ends_step(row.item, end):
        return ""
    return address_of("case", around.case_id, end, {"row": row.id})


def _letters(end: str, row: ObligationRow, around: Around) -> str:
    """The page of the case's measures, where their letters stand."""
    return reverse("measures", args=[around.case_id])


def _elsewhere(end: str, row: ObligationRow, around: Around) -> str:
    """Ends of what belongs to no case: they are done on the page of the information, the device or the lists itself."""
    return ""


ADDRESS: Mapping[str, _Address] = {
    **dict.fromkeys(ACTS, _own_door),
    "confirm_class": _own_door,
    "record_first_report": _own_door,
    "answer": _answer,
    "submit": _report,
    "submit_unapproved": _report,
    "record_receipt": _report,
    "approve_report": _report,
    "record_transmission": _transmission,
    "send_inquiry_answer": _inquiries,
    "decide_no_report": _decision,
    "reopen_no_report": _decision,
    "unjoin_case": _information,
    "sign_change": _of_case,
    "record_communication": _of_case,
    "take_over": _of_case,
    **dict.fromkeys(("decide_measure", "instruct_measure", "hand_over_measure", "report_measure_result"), _measure),
    **dict.fromkeys(("complete_measure", "record_measure_reach", "confirm_delivery"), _measure),
    "send_letter": _letters,
    "acknowledge_finder": _elsewhere,
    **dict.fromkeys(("join_case", "open_case_from_information", "set_aside_information"), _elsewhere),
    **dict.fromkeys(("register_release", "register_units", "move_units", "not_to_be_had"), _elsewhere),
    "judge_trend": _elsewhere,
    **dict.fromkeys(("record_milestone_notice", "set_milestone"), _elsewhere),
    # The hospital's own page, the page of how it is told, and that of the sheets it was sent.
    **dict.fromkeys(("acknowledge_as_hospital", "answer_measure_as_hospital"), _elsewhere),
    **dict.fromkeys(("record_hospital_acknowledgement", "set_responsibilities"), _elsewhere),
    **dict.fromkeys(("send_sheets", "keep_sent_sheet", "watch_sheets"), _elsewhere),
    # The pages of training, of the collection plan, and of unconfirmed devices.
    **dict.fromkeys(("record_training", "watch_training", "report_correction", "check_correction"), _elsewhere),
    **dict.fromkeys(("record_source_look", "plan_source"), _elsewhere),
    **dict.fromkeys(("plan_conformity", "describe_device", "watch_conformity"), _elsewhere),
}
"""Where each end of the core's table is done: a test sees to it that none is missing."""

VERBS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(ACTS, ("end_obligation", "propose_end")),
    "answer": ("answer_facts",),
    "take_over": ("mark_case_duplicate",),
    "submit": ("submit_report", "draft_form"),
    "decide_no_report": ("decide_no_report", "propose_no_report"),
    "not_to_be_had": ("declare_not_to_be_had",),
    "open_case_from_information": ("become_case",),
}
"""The verbs behind an end that is not called like its verb."""

"""What was told at an intake reaches the boxes of the papers, with where it is from; whatever reaches none says why."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.reports.draft_form import draft_form
from kizuki.core.information.patient import PatientTold, patient_in
from kizuki.gateways.editions import house
from kizuki.store.models import KeptText
from kizuki.store.queries.cases import parts_of
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.intake import Receiving
from kizuki.web.doors.new_case import NewCase
from kizuki.web.doors.of_case import Description, HospitalReport
from kizuki.web.doors.of_incident import IncidentCase
from kizuki.web.doors.of_information import BecomeCase
from kizuki.web.doors.opening import OpenCase
from tests.actions.record import TESTER
from tests.web.test_doors_stories import done, of_role
from tests.web.test_intake_is_carried_on import NEW, form_of, received
from tests.web.test_portfolio_pages import ids, words

__all__ = ["ids"]

INTAKES: tuple[type[DoorForm], ...] = (
    *(Receiving, NewCase, OpenCase, BecomeCase, IncidentCase),
    *(HospitalReport, Description),
)
"""The forms in which a case is told."""

PATIENT = {"occurred_on": "2026/6/14", "initials": "A.K.", "age": "72歳", "sex": "female"}
DEATH = NEW | {"harm": "death"}


@pytest.mark.parametrize("form", INTAKES, ids=lambda form: str(form.__name__))
def test_every_field_of_an_intake_feeds_a_box_or_says_why_not(form: type[DoorForm]) -> None:
    assert {*form.base_fields} <= {*form.feeds}, "each says where it goes"
    for name, feeds in form.feeds.items():
        said = [bool(part) for part in (feeds.boxes, feeds.facts, feeds.nowhere)]
        assert sum(said) == 1, name


def test_every_box_that_an_intake_feeds_stands_on_form_8_or_on_the_sheet_of_the_first_report() -> None:
    tables = (house().edition(8, None), house().edition("first", None))
    keys = {box.from_key for table in tables for box in table.boxes}
    fed = {*chain.from_iterable(feeds.boxes for form in INTAKES for feeds in form.feeds.values())}
    assert len(fed) > 10
    assert fed <= keys


def test_what_is_kept_of_a_patient_reads_back_as_it_was_told_and_free_words_as_nothing() -> None:
    told = PatientTold("A／K：", "70代", "unknown")
    assert patient_in(told.text()) == PatientTold("A/K:", "70代", "unknown")
    assert PatientTold().text() == ""
    assert patient_in("84 / F, ICU") == PatientTold()


def opened(client: Client, **more: Any) -> int:
    """A case from information, with what its form proposes and nothing else typed but what is asked."""
    row = received(client, **({"serial": "IP3-1", "harm": "death"} | PATIENT | more))
    address = f"/information/{row.pk}/do/become_case"
    form = form_of(client, address)
    proposed = {name: form[name].value() for name in form.fields if form[name].value()}
    return int(done(client, address, proposed | DEATH).rpartition("/")[2])


def test_what_the_intake_told_of_the_patient_is_proposed_and_said_to_be_from_there(
    sato: Client, ids: dict[str, int]
) -> None:
    row = received(sato, **({"serial": "IP3-1", "harm": "death"} | PATIENT))
    assert KeptText.objects.get(subject=f"information:{row.pk}", kind="patient").body == (
        "イニシャル：A.K.／年齢：72歳／性別：女"
    )
    address = f"/information/{row.pk}/do/become_case"
    form = form_of(sato, address)
    assert [form[name].value() for name in PATIENT] == ["2026-06-14", "A.K.", "72歳", "female"]
    assert form.unfolded, "what is taken over is read before it is kept"
    for name in ("evidence", "causality", "kind", "locus"):
        assert not form[name].value(), "no evidence and no judgement stands there by itself"


def test_it_stands_in_the_boxes_of_the_sheet_and_of_form_8_with_its_origin(sato: Client, ids: dict[str, int]) -> None:
    case = opened(sato)
    assert parts_of(case)["patient"] == {"initials": "A.K.", "age": 72, "sex": "female"}
    assert parts_of(case)["event"] == {"occurred_on": "2026-06-14"}
    sheet = sato.get(f"/cases/{case}").content.decode()
    (address,) = {part.partition('"')[0] for part in sheet.split('href="')[1:] if "/first-sheet?" in part}
    ((_, age, sex, _),) = sato.get(address).context["page"].box("persons").rows
    assert (age.text, sex.text) == ("70代", "女")

    edit = drafted(case)
    page = sato.get(edit).context["page"]
    shown = {name: page.box(name) for name in ("occurrence_date", "initials", "age", "sex", "serial_lot")}
    assert {name: box.shown for name, box in shown.items()} == {
        "occurrence_date": "2026年6月14日",
        "initials": "A.K.",
        "age": "72歳",
        "sex": "女",
        "serial_lot": "IP3-1",
    }
    assert {name for name, box in shown.items() if box.origin != "case"} == {"serial_lot"}, (
        "of the device of this case"
    )
    for name, box in shown.items():
        assert [one.source.partition(" ")[0] for one in box.told_at], f"{name} leads to its intake"
    assert "同じ内容の記録" in words(sato.get(edit))


def drafted(case: int) -> str:
    """The editor of the form 8 of its only person."""
    return f"/cases/{case}/reports/{draft_form(case, 8, actor=TESTER)}/edit"


def test_what_the_sheet_and_the_hospital_say_is_offered_at_form_8(sato: Client, ids: dict[str, int]) -> None:
    case = opened(sato)
    page = sato.get(f"/cases/{case}").content.decode()
    (address,) = {part.partition('"')[0] for part in page.split('href="')[1:] if "/first-sheet?" in part}
    officer = of_role("safety_officer")
    for box, said in (("facts", "送液が止まった。"), ("first_measures", "代替機に交換した。")):
        read = officer.get(address).context["page"].box(box).read
        assert officer.post(address, {"box": box, "read": read, "said": said}).status_code == 302
    told = {"state": "reported", "on": "20260616", "treatment": "昇圧薬を投与した。"}
    done(sato, f"/cases/{case}/do/record_hospital_report", told)
    editor = officer.get(drafted(case)).context["page"]
    offered = {
        name: {one.text: one.source for one in editor.box(name).offers}
        for name in ("situation", "measures_done", "treatment")
    }
    assert offered["situation"]["送液が止まった。"] == "第一報連絡票"
    assert offered["measures_done"] == {"代替機に交換した。": "第一報連絡票"}
    assert offered["treatment"] == {"昇圧薬を投与した。": "医療機関の報告"}
    assert all(not editor.box(name).text for name in offered), "none of it stands there before a person puts it there"
    for name in ("death_date", "status", "report_date"):
        assert not editor.box(name).text

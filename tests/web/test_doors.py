"""Every door: who may open it, what a wrong post keeps, and that what is owed has a door for each of its ends."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django import forms
from django.test import Client

from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.devices.start_patch import start_patch
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.core.glossary import all_words
from kizuki.core.lifecycle.obligations.acts import ACTS, acts_for
from kizuki.core.lifecycle.obligations.kinds import KINDS, kind_of
from kizuki.core.people import ROLES, may
from kizuki.core.refusal import Refused
from kizuki.store.models import Advisory, Hospital, Obligation, Release, User
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.door import Door, address_of
from kizuki.web.doors.ends import FORMS
from kizuki.web.doors.every import DOORS
from kizuki.web.doors.fields import Day, Line
from kizuki.web.doors.ways import ADDRESS, VERBS
from tests.actions.office import person
from tests.web.cast import SATO
from tests.web.conftest import TODAY
from tests.web.portfolio_cast import move_in_portfolio


@pytest.fixture
def ids(office: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    for page in ("door", "information", "information_page", "incidents", "device"):
        monkeypatch.setattr(f"kizuki.web.pages.{page}.today", lambda: TODAY)
    return {**office, **move_in_portfolio(TODAY), **what_else_stands()}


def what_else_stands() -> dict[str, int]:
    """Somebody with a mail address, a hospital and a patch that units may get."""
    actor = person("who has doors", "safety_manager")
    patch = start_patch("pump", "2.1.4", fixes=["CVE-2026-0001"], on=TODAY, actor=actor)
    for state in ("validated", "shipped"):
        move_patch(patch, state, on=TODAY, actor=actor)
    somebody = register_user(
        sign_in_name="abe", display_name="阿部", role="psirt", mail="abe@example.test", actor=actor
    )
    stands = {"takadai": Hospital.objects.get(key="takadai").pk, "release": Release.objects.order_by("pk")[0].pk}
    return {"person": somebody, "patch": patch, "vulnerability": own_vulnerability(), **stands}


def own_vulnerability() -> int:
    """Entered under a number of our own, which its CVE number may join."""
    entry = VulnerabilityEntry("無線の設定", "component", TODAY, product="radio-part", versions="< 2.0")
    number = enter_vulnerability(entry, on=TODAY, actor=person("who enters", "safety_manager"))
    return Advisory.objects.get(identifier=number).pk


def opens(code: str) -> bool:
    """Whether anything of this kind can be owed yet."""
    try:
        return kind_of(code).opens
    except Refused:
        return False


def addresses(ids: dict[str, int]) -> Iterator[tuple[Door, str]]:
    """Each door about something of its kind; an act about an obligation that it ends, where the office owes one."""
    subjects = {
        "": 0,
        "information": ids["information"],
        "incident": ids["incident"],
        "device": ids["pump"],
        "person": ids["person"],
        "hospital": ids["takadai"],
        "patch": ids["patch"],
        "release": ids["release"],
        "vulnerability": ids["vulnerability"],
    }
    for door in DOORS.values():
        asked: dict[str, object] = {"fact": "matters.0.potential"} if door.name == "answer" else {}
        case = ids["unclear"]
        end = {"draft_form": "submit", "draft_first_sheet": "record_first_report"}.get(door.name, door.name)
        wanted = [kind for kind in KINDS if opens(kind) and end in kind_of(kind).ends]
        rows = Obligation.objects.filter(case__isnull=False, kind__in=wanted, state__in=("owed", "open"))
        row = rows.order_by("pk").first() if door.kind == "case" else None
        if row is not None and row.case_id is not None:
            case, asked = row.case_id, asked or {"row": row.pk}
        yield door, address_of(door.kind, subjects.get(door.kind, case), door.name, asked)


def of_role(role: str) -> Client:
    from django.contrib.auth import get_user_model

    client = Client()
    actor = person(f"one {role}", role)
    client.force_login(get_user_model()._default_manager.get(pk=int(actor.code.removeprefix("user:"))))
    return client


def wrong(form: Any) -> dict[str, str]:
    """A post in which every text is too long and every day is none."""
    told = {}
    for name, field in form.fields.items():
        if isinstance(field, Line) and not isinstance(field.widget, forms.PasswordInput):
            told[name] = f"{name}…" + "あ" * int(field.max_length or 0)
        elif isinstance(field, Day):
            told[name] = f"きのう {name}"
    return told


@pytest.mark.parametrize("role", [role for role in ROLES if role != "reviewer"])
def test_a_door_opens_for_those_who_may_and_a_wrong_post_loses_nothing(ids: dict[str, int], role: str) -> None:
    client, kept = of_role(role), 0
    for door, address in addresses(ids):
        answer = client.get(address)
        if not any(may(role, verb) for verb in door.verbs):
            assert (answer.status_code, client.post(address).status_code) == (403, 403), f"{address} for {role}"
            continue
        assert answer.status_code in (200, 409), f"{address} for {role}"
        if answer.status_code == 409:
            continue
        form = answer.context["page"].shown.form
        told = wrong(form)
        if not told:
            continue
        refused = client.post(address, told)
        assert refused.status_code == 422, f"{address} for {role}"
        body = unescape(refused.content.decode())
        assert all(value in body for value in told.values()), f"{address} loses what was typed"
        assert refused.context["page"].shown.form.errors
        kept += 1
    assert kept or role == "auditor"


def test_nobody_opens_a_door_before_signing_in(ids: dict[str, int]) -> None:
    client = Client()
    for _, address in addresses(ids):
        assert client.get(address)["location"].startswith("/sign-in")
        assert client.post(address)["location"].startswith("/sign-in")


def test_every_door_that_the_office_needs_stands_open_to_the_safety_manager(ids: dict[str, int]) -> None:
    client = of_role("safety_manager")
    closed = {door.name for door, address in addresses(ids) if client.get(address).status_code == 409}
    assert closed == {
        *("align", "confirm_arrival", "nothing_new", "reopen_case", "unjoin_case", "reopen_incident"),
        *("sign_change", "sign_end", "sign_case_duplicate", "settle_gap"),
        # An item of 第1号 or 第2号 is handed over to nobody, and what was not reported yet is not given up.
        *("hand_over", "give_up_asking"),
        # No run is under way, nobody stands in for anybody, no name was confirmed, no mail server is named.
        *("cancel_match_run", "resume_match_run", "end_delegation", "withdraw_alias", "give_access"),
        # The information names its hospital already.
        "name_hospital",
        # Nothing was entered of a release's design, and no number of our own was joined.
        *("quote_design", "part_own_number"),
        # Nothing is held, and nothing has passed its period.
        *("lift_hold", "propose_erasure", "sign_erasure"),
        # No task failed or is under way.
        *("retry_work", "cancel_work"),
        # Whose mail goes where is said by themselves or the general manager.
        "set_mail",
        # Nothing was proposed or begun on these cases yet (what is proposed is the general manager's to decide).
        *("instruct_measure", "hand_over_measure", "report_measure_result", "complete_measure"),
        *("confirm_delivery", "record_measure_reach", "add_measure_targets", "record_measure_telling"),
        *("judge_change", "draft_letter", "write_letter", "sign_letter", "send_letter"),
        *(
            "record_party_turn",
            "hold_back",
            "draft_advisory",
            "publish_statement",
            "propose_override",
            "sign_override",
        ),
        # No hospital has a link or an edition to acknowledge, no questionnaire that was sent is wrong; nobody was named
        # to receive what finders report.
        *("revoke_hospital_link", "record_hospital_acknowledgement", "keep_sent_sheet"),
        *("import_finder_mail", "acknowledge_finder"),
        # No procedure was recorded, nothing is to be put right, and no source is planned.
        *("record_training", "plan_training", "record_self_inspection", "report_correction", "check_correction"),
        *("record_source_look", "answer_notice"),
        # No device has a day of its end.
        "record_milestone_notice",
        # Nobody is called, no trend is asked about, and no period was named of which a report could be drawn up.
        *(
            "acknowledge_call",
            "acknowledge_information_call",
            "judge_trend",
            "draft_period_report",
            "request_period_review",
            "review_period_report",
        ),
        *("approve_period_report", "send_back_period_report", "submit_period_report", "record_period_receipt"),
        *("submit_period_unapproved", "approve_period_afterwards", "record_period_delay"),
    }


def test_every_door_has_its_title() -> None:
    for door in DOORS.values():
        assert f"door.{door.name}.title" in all_words(), door.name


def test_every_act_of_the_table_has_its_form() -> None:
    assert set(FORMS) == set(ACTS)


def test_every_end_of_everything_that_is_owed_leads_somewhere() -> None:
    """The table of the core names the ends; each has its page, the words on its button and somebody who may do it."""
    from kizuki.core.people import matrix

    for code in filter(opens, KINDS):
        kind = kind_of(code)
        assert set(acts_for(code)) <= set(DOORS_BY_NAME)
        for end in kind.order:
            assert end in ADDRESS, f"{code} ends by {end}, which has no page"
            assert set(VERBS.get(end, (end,))) <= set(matrix()), end
            if kind.owners & {"case"}:
                assert f"door.way.{end}" in all_words(), end


DOORS_BY_NAME = {door.name for door in DOORS.values()}


def test_a_case_that_is_owed_something_shows_a_way_to_end_each(ids: dict[str, int]) -> None:
    from kizuki.web.pages.case import case_page

    person = User.objects.get(sign_in_name=SATO).pk
    manager = Viewer(person, "safety_manager", "ja")
    for key in ("overdose", "death", "unclear", "abroad", "just_opened"):
        page = case_page(manager, ids[key], TODAY)
        assert page is not None
        assert [line.row.kind for line in page.owed if not line.ways] == [], key
        auditor = case_page(Viewer(person, "auditor", "ja"), ids[key], TODAY)
        assert auditor is not None
        assert not any(line.ways for line in auditor.owed)


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "0", "²", "-1"])
def test_a_number_that_is_no_row_is_not_found_and_no_fault(sato: Any, number: str) -> None:
    for path in ("/cases/{}", "/findings/{}-1", "/information/{}/do/join_case", "/register/{}", "/devices/{}"):
        assert sato.get(path.format(number)).status_code == 404


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²", "x"])
def test_a_number_in_a_query_or_a_form_is_no_fault_either(
    sato: Any, office: dict[str, int], ids: dict[str, int], number: str
) -> None:
    case = office["unclear"]
    assert sato.get(f"/cases/{case}/do/record_judgement?row={number}").status_code == 409
    assert sato.get(f"/cases/{case}/do/sign_end?proposal={number}").status_code == 409
    assert sato.post("/work", {"take": number}).status_code == 422
    assert sato.post("/signing", {"step": "set_report_chain", "steps": number}).status_code == 422
    told = {"patients": number, "kind": "event", "title": "x"}
    refused = sato.post(f"/information/{ids['information']}/do/open_incident", told)
    assert refused.status_code == 422
    assert refused.context["page"].shown.form.errors["patients"]

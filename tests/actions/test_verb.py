"""The verb: one transaction with one audit entry, or nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest

import kizuki.actions
from kizuki.actions.feeds.making_round import StepKind
from kizuki.actions.tasks import HANDLERS
from kizuki.actions.verb import Actor, TaskKind, verb
from kizuki.core.glossary import all_words
from kizuki.store.models import AuditEntry, AuditSubject, Company
from kizuki.store.record.canonical import json_of
from tests.asked_work import asked

pytestmark = pytest.mark.django_db

TESTER = Actor.program("test")


def test_a_verb_leaves_one_entry_that_says_who_did_what_to_which() -> None:
    with verb("try_it", actor=TESTER, of=()) as act:
        act.record(subjects=["case:1", "device:2"], payload={"item": "1-ハ", "count": 3, "ids": [1, 2]})
    entry = AuditEntry.objects.get()
    assert (entry.seq, entry.actor, entry.verb) == (1, "program:test", "try_it")
    assert json_of(entry.subjects) == ["case:1", "device:2", "record:committed"]
    assert json_of(entry.payload) == {"item": "1-ハ", "count": 3, "ids": [1, 2]}
    assert list(AuditSubject.objects.order_by("id").values_list("subject", flat=True)) == json_of(entry.subjects)


def test_a_verb_that_records_nothing_keeps_nothing() -> None:
    with pytest.raises(RuntimeError, match="recorded nothing"), verb("try_it", actor=TESTER, of=()):
        Company.objects.create(name="A")
    assert not Company.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_verb_that_fails_keeps_nothing_and_asks_for_nothing() -> None:
    def fail() -> None:
        with verb("try_it", actor=TESTER, of=()) as act:
            Company.objects.create(name="A")
            act.defer("determine_case", {"case": 1})
            act.record(subjects=["company:1"])
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert (Company.objects.count(), len(asked()), AuditEntry.objects.count()) == (0, 0, 0)


def test_a_task_exists_with_the_change_that_asked_for_it() -> None:
    with verb("try_it", actor=TESTER, of=()) as act:
        act.defer("determine_case", {"case": 1})
        act.record(subjects=["case:1"])
    assert asked() == [("determine_case", {"case": 1})]


def test_a_verb_that_changed_nothing_leaves_no_trace_of_what_it_wrote() -> None:
    with verb("try_it", actor=TESTER, of=()) as act:
        Company.objects.create(name="A")
        act.unchanged()
    assert (Company.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_verbs_do_not_call_verbs() -> None:
    def nest() -> None:
        with verb("outer", actor=TESTER, of=()), verb("inner", actor=TESTER, of=()):
            pass

    with pytest.raises(RuntimeError, match="inner was called inside the verb outer"):
        nest()
    with verb("next", actor=TESTER, of=()) as act:
        act.record(subjects=["case:1"])


def test_a_verb_records_once() -> None:
    with pytest.raises(RuntimeError, match="twice"), verb("try_it", actor=TESTER, of=()) as act:  # noqa: PT012 one verb
        act.record(subjects=["case:1"])
        act.record(subjects=["case:2"])


@pytest.mark.parametrize(
    "payload",
    [
        {"why": "患者の氏名"},
        {"why": "two words"},
        {"why": ["line\nline"]},
        {"漢字": 1},
        {"x": 1.5},
        {"x": {"y": "a b"}},
    ],
)
def test_free_text_does_not_enter_the_audit(payload: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="into the audit"), verb("try_it", actor=TESTER, of=()) as act:
        act.record(subjects=["case:1"], payload=payload)
    assert not AuditEntry.objects.exists()


def test_an_entry_names_what_it_is_about() -> None:
    with pytest.raises(ValueError, match="names no subject"), verb("try_it", actor=TESTER, of=()) as act:
        act.record(subjects=[])


def test_every_verb_has_its_line_in_the_timeline_and_every_file_of_verbs_its_verb() -> None:
    rooms = Path(kizuki.actions.__path__[0])
    called = {
        name for file in rooms.rglob("*.py") for name in re.findall(r'(?:verb|settle)\(\s*"(\w+)"', file.read_text())
    }
    lines = {word.removeprefix("record.verb.") for word in all_words() if word.startswith("record.verb.")}
    assert called == lines


def test_the_worker_can_do_whatever_a_verb_may_ask_for() -> None:
    assert set(HANDLERS) == set(get_args(TaskKind))


def test_every_step_of_a_round_has_a_word() -> None:
    assert {f"record.round.{kind}" for kind in get_args(StepKind)} <= set(all_words())

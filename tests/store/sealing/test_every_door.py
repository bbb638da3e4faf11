"""A patient's name that is typed into any field, told to any verb or written into any list is read nowhere in the
database but in a column that its declaration calls plain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client

from kizuki.actions.loading.loading import _PLANS
from kizuki.api.verbs import api_verbs
from kizuki.store.duties import Chain, declared
from kizuki.store.models import User
from kizuki.store.record import clock
from kizuki.web.doors.every import DOORS
from tests.access.asking import undone
from tests.store.sealing.door_posts import filled, openings
from tests.store.sealing.list_rows import List
from tests.store.sealing.marked import PATIENT, WRITTEN, Marks, marked_cells
from tests.store.sealing.page_posts import Forms, addresses, posts, sent
from tests.store.sealing.test_outsider import bytes_of_the_database
from tests.store.sealing.verb_calls import Call, people_for
from tests.web.conftest import plain_static_files
from tests.web.test_walk import the_day
from tests.web.walk_more_scenes import SCENES

__all__ = ["plain_static_files"]

pytestmark = pytest.mark.django_db

LEAST = {"door": 125, "verb": 60, "list": 8, "page": 150}
"""So many doors, verbs of programs, kinds of lists and forms of pages take a name somewhere: fewer would prove less."""

TAKEN = (302, 303)
NUMBER = re.compile(rb"XQ(\d{5})")


def in_the_clear() -> set[str]:
    """The columns in which words may be read: those that are declared plain, and keys and numbers taken as they are."""
    found = set()
    for model, duties in declared():
        names = {name for name, how in duties.columns() if how == "plain"} | set(duties.as_told.split())
        if duties.chain is Chain.THIRD_PARTY:
            names |= set(duties.coded.split())
        found |= {f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in names}
    return found


@dataclass
class Proof:
    """What was filled in, and where a name was read that has no business there."""

    marks: Marks = field(default_factory=Marks)
    done: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    left: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    _in_plain: set[bytes] = field(default_factory=set)
    _clean: set[int] = field(default_factory=set)
    _plain: set[str] = field(default_factory=in_the_clear)

    def waits(self, key: tuple[str, ...]) -> bool:
        """Whether a field of it has not taken a name yet."""
        return key not in self.done or bool(self.left[key])

    def add(self, key: tuple[str, ...], places: set[str], taken: set[str], refused: set[str]) -> None:
        """It ran; these fields held a name, those refused it."""
        self.done.setdefault(key, set()).update(taken)
        self.left[key] = self.left.get(key, places) - taken - refused
        self.search()

    def search(self) -> None:
        """Look at every cell of the database."""
        for place, told in marked_cells(self._clean):
            self.found.add(place)
            self._in_plain |= set(NUMBER.findall(told))
            if place not in self._plain:
                self.faults.add(f"{place} holds what was told to {', '.join(self.marks.typed_in(told)[:3]) or '?'}")

    def search_files(self) -> None:
        """Look at every byte of the files of the database: what was taken back may stand there still."""
        for name, content in bytes_of_the_database():
            for seen in WRITTEN.finditer(content):
                number = NUMBER.match(content, seen.end())
                if number is None and seen[0] != PATIENT.encode():
                    self.faults.add(f"{name} holds a name in another writing")
                elif number is not None and number[1] not in self._in_plain:
                    self.faults.add(f"{name} holds what was told to {self.marks.given[int(number[1])]}")

    def begin(self) -> None:
        """Nothing of what stands already holds a name."""
        self._clean.clear()
        self.search()
        assert not self.faults


def doors(proof: Proof, on: date) -> None:
    for name, door in DOORS.items():
        key = ("door", *name)
        for doing in openings(door, on) if proof.waits(key) else ():
            with undone():
                post = filled(door, doing, proof.marks)
                if post.done:
                    proof.add(key, post.fields, post.taken, set(post.refused))
            if not proof.waits(key):
                break


def verbs(proof: Proof, on: date) -> None:
    for name, verb in api_verbs().items():
        key = ("verb", name)
        for person in list(people_for(verb))[:3] if proof.waits(key) else ():
            call = Call(verb, on, proof.marks, person)
            with undone():
                try:
                    call.run()
                except (TypeError, AttributeError, ValueError, KeyError):
                    # What is told here is of no type that a program could send.
                    continue
                if call.done:
                    proof.add(key, call.places, call.taken, set(call.refused))


def lists(proof: Proof, on: date) -> None:
    person = User.objects.filter(role="safety_manager")[0].pk
    for kind in _PLANS:
        key = ("list", kind)
        if proof.waits(key):
            with undone():
                one = List(kind, on, proof.marks)
                one.run(person)
                if one.done:
                    proof.add(key, one.places, one.taken, set(one.refused))


def pages(proof: Proof, on: date) -> None:
    """Of every form whatever is done with it: what is refused is searched too."""
    asked: set[tuple[Any, ...]] = set()
    for client in _clients():
        for address in addresses():
            with undone():
                answer = client.get(address)
            if answer.status_code != 200 or not answer["content-type"].startswith("text/html"):
                continue
            for form in Forms(address, answer.content.decode()).found:
                for label, values in posts(form, on, proof.marks) if _is_of_a_page(form) else ():
                    typed = {name for name, value in values if proof.marks.is_mark(value)}
                    which = (label, tuple(sorted(typed)))
                    if which in asked:
                        continue
                    with undone():
                        status = sent(client, form, values).status_code
                        proof.search()
                        if status in TAKEN:
                            asked.add(which)
                            proof.add(("page", label), set(form.words) | set(form.files), typed, set())


def _is_of_a_page(form: Any) -> bool:
    leaves = ("/do/", "/sign-out", "/language")
    return bool(form.words or form.files) and not any(part in form.action for part in leaves)


def _clients() -> Iterator[Client]:
    for role in ("safety_manager", "general_manager", "safety_officer"):
        for user in User.objects.filter(role=role, is_active=True)[:1]:
            client = Client(raise_request_exception=False)
            client.force_login(get_user_model()._default_manager.get(pk=user.pk))
            yield client


def walked(proof: Proof, scene: str, monkeypatch: pytest.MonkeyPatch, *parts: Callable[[Proof, date], None]) -> None:
    with the_day(scene, monkeypatch):
        proof.begin()
        for part in parts:
            part(proof, clock.today())
    proof.search_files()


def test_no_list_and_no_verb_of_a_program_brings_a_name_into_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    proof = Proof()
    walked(proof, "office", monkeypatch, lists, verbs)
    assert not proof.faults, "\n".join(sorted(proof.faults))
    assert len([key for key in proof.done if key[0] == "list"]) >= LEAST["list"] - 1
    assert "store_hospital.name" in proof.found, "the search finds what is plain"


@pytest.fixture(scope="module")
def whole_proof() -> Proof:
    """What the scenes prove together: each field is filled in where it first can be."""
    return Proof()


@pytest.mark.prove
@pytest.mark.parametrize("scene", SCENES)
def test_no_field_of_any_form_verb_or_list_brings_a_name_into_the_clear(
    scene: str, whole_proof: Proof, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL = object()
    walked(whole_proof, scene, monkeypatch, doors, verbs, lists, pages)
    assert not whole_proof.faults, "\n".join(sorted(whole_proof.faults))


@pytest.mark.prove
def test_nearly_every_form_verb_and_list_was_filled_in(whole_proof: Proof) -> None:
    count = {kind: len([key for key in whole_proof.done if key[0] == kind]) for kind in LEAST}
    assert {kind: number for kind, number in count.items() if number < LEAST[kind]} == {}


def test_every_column_of_codes_refuses_a_name_and_a_sentence() -> None:
    from kizuki.core.refusal import Refused
    from kizuki.store.record.coded import coded_fields

    held = [one for model, duties in declared() for one in coded_fields(model, duties)]
    assert len(held) > 200
    for one in held:
        longest = one.max_length or 0
        further = ["x" * (longest + 1)] if longest else []
        further += ["the patient fell out of bed"] if 0 < longest <= 200 else []
        for told in (PATIENT, "ヤマダ", *further):
            with pytest.raises(Refused, match="holds codes and numbers"):
                one.get_db_prep_save(told, None)


def test_what_is_taken_as_it_is_told_only_grows_less() -> None:
    told = {f"{model.__name__}.{name}" for model, duties in declared() for name in duties.as_told.split()}
    assert told == {
        *("Device.key", "Hospital.key", "Patch.key", "Release.version", "Unit.serial", "Upload.version"),
        *("EarlierDecision.number", "RunningPeriod.last_report_no", "TakenOverCase.number"),
        "Determination.answer",
    }
    for model, duties in declared():
        for name in duties.as_told.split():
            assert name in duties.coded.split()
            assert isinstance(model._meta.get_field(name), models.CharField | models.TextField)

"""A record with and without a case, information, an incident and a vulnerability under embargo: whoever is not named is
answered the same, letter by letter, whatever they ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.store.work.standing import standing_work
from tests.access.asking import undone
from tests.access.cast import SECRET, World
from tests.access.outsider_asks import answers
from tests.access.two_records import NOON, Record, add_what_is_secret, without
from tests.access.whole import CODE
from tests.asked_work import dead_letter, forget_work, work_through

pytestmark = pytest.mark.django_db

GUESSED = (SECRET, "KZK-2026-0001", "hidden-part", "2026-0003")
"""What an outsider looks for."""

SAID = (
    # The newest entry of the chain: how many there are, and its digest (`docs/security.md`).
    *("query binder.binding.binder_of", "query case_export.case_proof"),
    # Whether anything of the installation stands still, for who watches the machine.
    *("GET /metrics", "GET /readyz", "query metrics.measured"),
)
"""Answers that may differ, each said in `docs/security.md`."""

SCENES = ("", "office", "measures", "reports", "outside")


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> Iterator[None]:
    settings.METRICS_TOKEN = "a token of the installation"
    with clock.standing_at(NOON):
        yield


def different(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The questions whose answers differ, with the first place where they do."""
    found = []
    for label, told in before.items():
        if told != after[label] and not any(label.partition(" ")[2].startswith(one) for one in SAID):
            at = next((at for at, (a, b) in enumerate(zip(told, after[label], strict=False)) if a != b), len(told))
            found.append(
                f"{label}: {told[max(0, at - 60) : at + 80]!r} / {after[label][max(0, at - 60) : at + 80]!r}"
            )
    return found


def telling(before: dict[str, str], after: dict[str, str], world: World) -> list[str]:
    """The answers with a word of what is secret that the question did not name itself. A number may be a part of another
    one, which stood there before."""
    words = (*world.words, CODE)
    new = ((label, told, before[label]) for label, told in after.items())
    return [label for label, told, old in new if any(w in told and w not in label and w not in old for w in words)]


def test_who_is_not_named_is_answered_as_if_nothing_were_secret() -> None:
    record = without()
    before = answers(record, GUESSED, everything=False)
    world = add_what_is_secret(record)
    work_through()
    after = answers(record, GUESSED, everything=False)
    assert different(before, after) == []
    assert telling(before, after, world) == []
    assert len(before) > 120


@pytest.mark.prove
@pytest.mark.parametrize("scene", SCENES)
def test_no_outsider_is_answered_otherwise_by_any_page_query_form_or_mail(scene: str) -> None:
    record = without(scene)
    before = answers(record, GUESSED, everything=True)
    world = add_what_is_secret(record)
    work_through()
    after = answers(record, GUESSED, everything=True)
    assert different(before, after) == []
    assert telling(before, after, world) == []


def test_work_about_what_is_secret_is_there_for_who_is_named_alone() -> None:
    record = without()
    world = add_what_is_secret(record)
    forget_work()
    with undone():
        dead_letter("match_advisories", {"advisories": [world.secret["advisory"]]})  # type: ignore[dict-item]
        dead_letter("determine_case", {"case": world.secret["case"]})
        dead_letter("match_release", {"release": record.release})
        shown = {name: _kinds(record, world, name) for name in ("writer", "not_named")}
    assert shown == {
        "writer": {"determine_case", "match_advisories", "match_release"},
        "not_named": {"match_release"},
    }


def _kinds(record: Record, world: World, name: str) -> set[str]:
    role = {"writer": "safety_officer", "not_named": "safety_manager"}[name]
    return {piece.kind for piece in standing_work(Viewer(record.users[name], role)).failed}

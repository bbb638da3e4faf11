"""Scope of the notification: any ground is enough, and out of scope never removes the duty to report."""

from __future__ import annotations

import itertools

import pytest

from kizuki.core.devices.scope import GROUNDS, scope_of
from kizuki.core.facts import read_case
from kizuki.core.facts.reading import DEVICE_KEYS, MATTER_KEYS
from kizuki.core.glossary import say
from kizuki.core.reporting import assess


@pytest.mark.parametrize("ground", GROUNDS)
def test_any_ground_puts_a_device_in_scope_whatever_else_is_unknown(ground: str) -> None:
    assert scope_of({ground: True}).state == "yes"


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_ground_that_nobody_confirmed_keeps_the_question_open(ground: str) -> None:
    told = {name: False for name in GROUNDS if name != ground}
    found = scope_of(told)
    assert (found.state, found.grounds) == ("not_confirmed", (ground,))


def test_out_of_scope_takes_every_ground_to_be_a_no() -> None:
    for values in itertools.product((True, False, None), repeat=len(GROUNDS)):
        found = scope_of(dict(zip(GROUNDS, values, strict=True)))
        assert (found.state == "no") == (set(values) == {False})


def test_whoever_reads_out_of_scope_reads_that_the_duty_remains() -> None:
    found = scope_of(dict.fromkeys(GROUNDS, False))
    assert found.said == ("no", "duty_stays")
    assert "68条の10" in say("device.scope.duty_stays", "ja")


def test_no_fact_about_scope_can_reach_the_determination() -> None:
    # A device out of scope dies with its patient like any other: `assess` has no key that could say "out of scope".
    assert not {"scope", "in_scope", *GROUNDS} & (set(DEVICE_KEYS) | MATTER_KEYS)
    harm = {"severity": "death", "causality": "suspected", "predictable": False}
    matter = {"kind": "event", "learned_on": "2026-06-01", "locus": "domestic", "harms": [harm]}
    answer = assess(read_case({"device": {"own": True}, "matters": [matter]}), None)
    assert answer.outcome == "report"

"""Corrective actions (是正措置) and their check as rows of the ledger, inside the verbs that open and move them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.moving import ended
from kizuki.core.refusal import Refused
from kizuki.store.models import CorrectiveAction, CorrectiveStep, SelfInspection, User
from kizuki.store.obligations.lists import owed_by_all
from kizuki.store.record.keeping_rows import added, locked

ACTION, CHECK = "corrective_action", "effect_check"

CHECK_DAYS = 90
"""Within how many days of its being done somebody else looks whether it helped. No text names a number."""

MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be put right and how, in words; by which person (`owner`), by which day."""

    words: str
    owner: int
    due_on: date


def checked_findings(findings: Sequence[Finding], actor: Actor, on: date) -> list[Finding]:
    """The findings as they are kept; `Refused` for one without words, of nobody who is here, or due before today."""
    if len(findings) > MOST_FINDINGS:
        raise Refused("findings", f"{len(findings)} at once; at most {MOST_FINDINGS}")
    return [_checked(one, f"findings.{place}", actor, on) for place, one in enumerate(findings)]


def _checked(one: Finding, place: str, actor: Actor, on: date) -> Finding:
    words = text(one.words, f"{place}.words", longest=10_000, required=True)
    owner = find(User, f"{place}.owner", actor=actor, pk=one.owner)
    if not owner.is_active or owner.role == "auditor":
        raise Refused(f"{place}.owner", "is nobody who acts here")
    if one.due_on < on:
        raise Refused(f"{place}.due_on", f"{one.due_on} has passed already")
    return Finding(words, one.owner, one.due_on)


def open_actions(act: Act, findings: Sequence[Finding], inspection: SelfInspection | None, on: date) -> list[int]:
    """Keep each as a corrective action that is owed by its day; returns their ids."""
    made = []
    for one in findings:
        row = added(
            CorrectiveAction,
            inspection=inspection,
            owner_id=one.owner,
            due_on=one.due_on,
            person_id=act.person,
            recorded_at=act.at,
        )
        keep_text(act, f"corrective_action:{row.pk}", "words", one.words)
        owe(act, row.pk, ACTION, on, one.due_on)
        made.append(int(row.pk))
    return made


def owe(act: Act, action: int, kind: str, on: date, due_on: date) -> None:
    """The next round of a kind is owed of a corrective action."""
    owner = f"corrective_action:{action}"
    number = len(owed_by_all(kind, [owner])[owner]) + 1
    opened = Move("open", Value(kind, "owed", round=number, learned_on=on, due_on=due_on))
    write_owned(act, owner, [opened], Grounds(owner))


def end(act: Act, action: int, kind: str, step: CorrectiveStep) -> None:
    """What runs of a kind ends by this step; `Refused` where nothing does."""
    require_end(kind, act.name)
    owner = f"corrective_action:{action}"
    running = [row for row in owed_by_all(kind, [owner])[owner] if row.running]
    if not running:
        raise Refused("action", f"no {kind} of it is owed")
    moves = [ended(row, act.name) for row in running]
    write_owned(act, owner, moves, Grounds(f"corrective_step:{step.pk}"))


@dataclass(frozen=True, slots=True)
class StepSaid:
    """One step of a corrective action as it was told."""

    step: str
    on: date
    words: str
    document: bytes = b""
    media_type: str = "application/pdf"


def keep_step(act: Act, action: int, said: StepSaid, person: int) -> tuple[CorrectiveStep, list[str]]:
    """Keep a step of an action, which is locked first: of two who come at once one comes before the other."""
    locked(CorrectiveAction, action)
    stored, beside = keep_document(said.document, said.media_type) if said.document else (None, [])
    row = added(
        CorrectiveStep,
        action_id=action,
        step=said.step,
        on=said.on,
        document=stored,
        person_id=person,
        recorded_at=act.at,
    )
    keep_text(act, f"corrective_step:{row.pk}", "words", said.words)
    return row, beside


def check_on(told_on: date) -> date:
    """By which day somebody else looks whether it helped."""
    return told_on + timedelta(days=CHECK_DAYS)

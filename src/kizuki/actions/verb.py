"""The one way in which the record changes: a verb is one transaction with one audit entry, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from kizuki.actions.conditions import require_condition
from kizuki.actions.permission import Permission, permission_of
from kizuki.actions.waiting import Waiting, open_all, open_waiting
from kizuki.core.lifecycle.recorded_days import undeclared_day
from kizuki.store.audit.chain import append
from kizuki.store.audit.journal import lay_down_pen, note, take_pen
from kizuki.store.audit.of_before import COMMITTED
from kizuki.store.record import clock
from kizuki.store.sealing.texts import kept_texts
from kizuki.store.searching.index import index_texts
from kizuki.store.work.asking import ask, unfinished
from kizuki.store.work.holding import require_held

TaskKind = Literal[
    "match_release",
    "match_advisories",
    "match_everything",
    "match_alias",
    "watch_triage",
    "determine_case",
    "watch_register",
    "daily",
    "fetch_feed",
    "reevaluate_assessments",
    "ask_for_notices",
    "send_notice",
    "send_call",
    "take_upload",
    "watch_sheets",
    "watch_training",
]
"""What a verb may ask the worker for; `kizuki.actions.tasks` says what each does."""

_CODE = re.compile(r"[!-~]{1,160}[ァ-ヶ]?")
"""A code or an id: printable ASCII without spaces; the letter of a provision may close it (`1-ハ`)."""

_running: ContextVar[str | None] = ContextVar("running_verb", default=None)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in person (`user:3`) or a part of the program (`program:worker`)."""

    code: str

    @classmethod
    def user(cls, user_id: int) -> Actor:
        """The person with this id."""
        return cls(f"user:{user_id}")

    @classmethod
    def program(cls, name: str) -> Actor:
        """A part of the program that acts by itself: `worker`, `sample`."""
        return cls(f"program:{name}")


class Act:
    """One verb under way: what it will have done, and what it asks for."""

    def __init__(self, name: str, actor: Actor, permission: Permission | None = None) -> None:
        self.name = name
        self.actor = actor
        self._permission = permission
        self._opened: list[str] = []
        self._kept: list[str] = []
        self.at = clock.now()
        self.locked: set[int] = set()
        """The cases that this verb has locked (`actions.cases.locking`); it moves the ledger of no other."""
        self._token = take_pen()
        self._entry: tuple[tuple[str, ...], dict[str, Any]] | None = None
        self._unchanged = False

    @property
    def person(self) -> int | None:
        """The id of the person who acts; None for a part of the program."""
        kind, _, identity = self.actor.code.partition(":")
        return int(identity) if kind == "user" else None

    def record(self, *, subjects: Iterable[str], payload: Mapping[str, Any] | None = None) -> None:
        """Say what was done, once: `subjects` as `kind:id`, `payload` of codes, ids, numbers and digests only.

        Raises ValueError where a value could be free text (the audit is never erased, so nothing personal enters it),
        and where a day stands under a key of no declared meaning (`core/lifecycle/recorded_days.toml`).
        """
        if self._entry or self._unchanged:
            raise RuntimeError(f"the verb {self.name} recorded twice")
        spoken_of = tuple(subjects)
        named = tuple(dict.fromkeys((*spoken_of, *self._kept, *self._opened)))
        told = dict(payload or {})
        if not named:
            raise ValueError(f"the verb {self.name} names no subject")
        for subject in named:
            _require_code(self.name, subject)
        _require_codes(self.name, told)
        if self._permission is not None:
            # Tasks that were opened are what the program makes of it: somebody else may be asked about what this
            # person does not see.
            self._permission.require(spoken_of)
        self._entry = (named, told)

    def speak_of(self, subject: str) -> None:
        """Have the entry name what was kept under its digest (a fact sheet, a determination), whichever verb keeps it."""
        self._kept.append(subject)

    def unchanged(self) -> None:
        """Say that everything already stood as asked: what was written is rolled back, and no entry is made."""
        if self._entry:
            raise RuntimeError(f"the verb {self.name} recorded and says that nothing changed")
        self._unchanged = True

    def commit_to(self, table: str, keys: Iterable[str]) -> None:
        """Have the entry commit to rows of evidence as they stand, though this verb does not change them."""
        note(table, keys, self._token)

    def defer(self, kind: TaskKind, args: Mapping[str, int | list[int]]) -> None:
        """Ask the worker for more, in this transaction: the task exists if and only if the change does."""
        ask(kind, args, self.at)

    def watch_register(self) -> None:
        """Have the no-report decisions held against what this verb changed; asked for once until the worker comes."""
        if not unfinished("watch_register", held=False):
            self.defer("watch_register", {})

    def wait_for(self, waiting: Waiting) -> int:
        """Open a task for a person in this transaction, before `record`; one that is open already stays as it is.

        Returns its id. The entry of this verb names the task.
        """
        task_id, opened = open_waiting(waiting, self.at)
        if opened:
            self._opened.append(f"task:{task_id}")
        return task_id

    def wait_for_all(self, waitings: Sequence[Waiting]) -> None:
        """Open many tasks of one kind, as `wait_for` does one by one, in a fixed number of queries."""
        self._opened += [f"task:{number}" for number in open_all(waitings, self.at)]

    def close(self) -> None:
        """End the transaction's work: its entry goes last, so that the chain is held for as short as can be."""
        if self._unchanged:
            transaction.set_rollback(True)
            return
        if self._entry is None:
            raise RuntimeError(f"the verb {self.name} recorded nothing")
        subjects, payload = self._entry
        subjects = (*subjects, *(f"text:{commitment}" for commitment in kept_texts.get() or ()))
        committed = lay_down_pen(self._token)
        index_texts(committed)
        append(
            actor=self.actor.code,
            verb=self.name,
            subjects=subjects,
            payload=payload,
            committed=committed,
            # A record that begins now has no rows of before: its chain says so, whatever is written beside it later.
            at_first=(COMMITTED,),
        )


@contextmanager
def verb(name: str, *, actor: Actor, of: Iterable[str]) -> Iterator[Act]:
    """Run the body as one verb: atomic, durable, with its audit entry.

    `of` names what it is about as the audit does (`case:12`, `task:3`), everything that was there before; `()` is only
    for what makes something wholly new. Permission is asked for all of it before the body runs: by role, embargo and
    product scope. What is not seen is refused in the words of what is not there.

    The body must call `record` once (or `unchanged`); otherwise RuntimeError, and nothing is kept. Verbs do not call
    verbs: a verb inside a verb is a RuntimeError too. Whatever the body raises rolls everything back, the outbox too.
    `Refused` where the person who acts may not run it (`core.people.matrix`), or not on one of these.
    """
    outer = _running.get()
    if outer is not None:
        raise RuntimeError(f"the verb {name} was called inside the verb {outer}")
    mark, texts = _running.set(name), kept_texts.set([])
    try:
        with transaction.atomic(durable=True):
            require_held()
            permission = permission_of(actor.code, name)
            if permission is not None:
                permission.require(of)
            require_condition()
            act = Act(name, actor, permission)
            yield act
            act.close()
    finally:
        kept_texts.reset(texts)
        _running.reset(mark)


def _require_codes(name: str, value: Any, under: str = "") -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _require_code(name, key)
            _require_codes(name, inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            _require_codes(name, inner, under)
    elif isinstance(value, str):
        if value:
            _require_code(name, value)
        if undeclared_day(name, under, value):
            raise ValueError(
                f"the verb {name} put a day into the audit under {under!r}, which has no declared meaning"
            )
    elif value is not None and not isinstance(value, bool | int):
        raise ValueError(f"the verb {name} put a {type(value).__name__} into the audit")


def _require_code(name: str, value: Any) -> None:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError(f"the verb {name} put free text into the audit")

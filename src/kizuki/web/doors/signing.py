"""What is read and signed on a case: its class, changes that loosen, ends that somebody proposed, duplicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.cases.mark_case_duplicate import sign_case_duplicate
from kizuki.actions.obligations.confirm_class import confirm_class
from kizuki.actions.obligations.sign_change import sign_change
from kizuki.actions.obligations.sign_end import sign_end
from kizuki.core.glossary import Lang, say
from kizuki.store.queries.second_look import (
    ChangeRow,
    ProposalRow,
    ToSign,
    changes_to_sign,
    class_to_confirm,
    proposals_of,
)
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.ends import row_of
from kizuki.web.doors.fields import Hidden, Password, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.signed import Signed
from kizuki.web.words import day_said


class Read(DoorForm):
    """That what stands on the page was read: its digest goes along, and is refused where it has moved."""

    sha256 = Hidden()

    places: ClassVar = {"read_sha256": "sha256"}

    def _now(self) -> str:
        raise NotImplementedError

    def begin(self) -> dict[str, Any]:
        """The digest of what is shown."""
        return {"sha256": self._now()}


class ConfirmClass(Read):
    """The class of one matter or person, under its items and days."""

    places: ClassVar = {"read_sha256": "sha256", "matter": "sha256"}

    def _now(self) -> str:
        return _class(self.doing).sha256


def _class(doing: Doing) -> ToSign:
    row = row_of(doing)
    found = class_to_confirm(doing.viewer, doing.id, row.matter, row.person) if row else None
    return found or ToSign((), "")


def _confirm(doing: Doing, told: dict[str, Any]) -> None:
    row = row_of(doing)
    matter, person = (row.matter, row.person) if row else ("", "")
    confirm_class(doing.id, matter, person, read_sha256=told["sha256"], actor=doing.actor)


def _waits_for_class(doing: Doing) -> bool:
    row = row_of(doing)
    return row is not None and "confirm_class" in row.ends


def _class_lines(doing: Doing) -> tuple[str, ...]:
    return tuple(_line(row, doing.lang) for row in _class(doing).rows) or (say("door.no_items", doing.lang),)


def _line(row: ChangeRow, lang: Lang) -> str:
    day = day_said(row.due_on, lang) if row.due_on else ""
    return say("door.line", lang, name=row.name, day=day) if day else row.name


class Sign(Read):
    """A signature: the password once more, and a comment where one is wanted."""

    comment = Words("report_page.comment", longest=2_000, rows=2, required=False)
    password = Password()

    places: ClassVar = {"read_sha256": "sha256", "the_actor": "comment"}


class SignChange(Sign):
    """Every change that waits on the case."""

    def _now(self) -> str:
        return changes_to_sign(self.doing.viewer, self.doing.id).sha256


def _sign_change(doing: Doing, told: dict[str, Any]) -> None:
    sign_change(
        doing.id,
        read_sha256=told["sha256"],
        password=told["password"],
        comment=told["comment"],
        on=doing.on,
        actor=doing.actor,
    )


def _something_waits(doing: Doing) -> bool:
    return bool(changes_to_sign(doing.viewer, doing.id).rows)


def _change_lines(doing: Doing) -> tuple[str, ...]:
    return tuple(
        say("door.moves_later", doing.lang, name=row.name, day=day_said(row.later_on, doing.lang))
        if row.later_on
        else say("door.lapses", doing.lang, name=row.name)
        for row in changes_to_sign(doing.viewer, doing.id).rows
    )


def proposal_of(doing: Doing) -> ProposalRow | None:
    """The proposal that the address names; None where none waits under this number."""
    number = doing.number("proposal")
    return next((row for row in proposals_of(doing.viewer, doing.id) if row.id == number), None)


class SignProposal(Sign):
    """What somebody proposed, under its digest."""

    def _now(self) -> str:
        found = proposal_of(self.doing)
        return found.sha256 if found else ""


def _sign(verb: Any) -> Any:
    def signed(doing: Doing, told: dict[str, Any]) -> None:
        verb(
            doing.number("proposal") or 0,
            read_sha256=told["sha256"],
            password=told["password"],
            comment=told["comment"],
            on=doing.on,
            actor=doing.actor,
        )

    return signed


def _proposed(duplicate: bool) -> Any:
    def opens(doing: Doing) -> bool:
        found = proposal_of(doing)
        return found is not None and (found.act == "take_over") == duplicate

    return opens


def proposal_lines(doing: Doing) -> tuple[str, ...]:
    """What was proposed, on which obligations, by whom and why."""
    found = proposal_of(doing)
    if found is None:
        return ()
    act = say(f"obligation.act.{found.act}", doing.lang)
    lines = [say("door.proposed", doing.lang, act=act, who=found.proposed_by), *found.ends]
    lines += [say("door.kept", doing.lang, number=found.kept)] if found.kept else []
    lines += [_worded(name, value, doing.lang) for name, value in found.words.items()]
    return tuple(lines)


_WORDS = {
    **{name: f"door.field.{name}" for name in ("reason", "measure", "intended_use", "body_site", "likelihood")},
    **{name: f"door.field.{name}" for name in ("told_whom", "corrective_action", "pmda", "attempts", "by")},
}


def _worded(name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, dict):
        value = say("screens.comma", lang).join(str(part) for part in value.values())
    if isinstance(value, list):
        value = " / ".join(" ".join(str(part) for part in one.values()) for one in value)
    return say("door.labelled", lang, label=say(_WORDS[name], lang), value=value) if name in _WORDS else str(value)


def _signed(word: str, sha256: Callable[[Doing], str]) -> Callable[[Doing], Signed]:
    """What waits on the case, under its digest; the facts and the determination that it rests on stand on the page of the
    case."""

    def signed(doing: Doing) -> Signed:
        links = ((say("signed.case", doing.lang), reverse("case", args=[doing.id])),)
        return Signed(say(f"door.{word}.title", doing.lang), links, sha256(doing))

    return signed


def _proposal_sha256(doing: Doing) -> str:
    found = proposal_of(doing)
    return found.sha256 if found else ""


_CHANGE = _signed("sign_change", lambda doing: changes_to_sign(doing.viewer, doing.id).sha256)
_END = _signed("sign_end", _proposal_sha256)
_DUPLICATE = _signed("sign_case_duplicate", _proposal_sha256)

DOORS = (
    Door("confirm_class", "case", ("confirm_class",), ConfirmClass, _confirm, _waits_for_class, _class_lines,
         signs=_signed("confirm_class", lambda doing: _class(doing).sha256)),
    Door("sign_change", "case", ("sign_change",), SignChange, _sign_change, _something_waits, _change_lines,
         signs=_CHANGE),
    Door("sign_end", "case", ("sign_end",), SignProposal, _sign(sign_end), _proposed(False), proposal_lines,
         signs=_END),
    Door(
        "sign_case_duplicate", "case", ("sign_case_duplicate",), SignProposal, _sign(sign_case_duplicate),
        _proposed(True), proposal_lines, signs=_DUPLICATE,
    ),
)  # fmt: skip
"""The doors of what is signed on a case."""

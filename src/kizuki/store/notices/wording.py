"""The words of a mail, made when it is sent: no patient, no free text, and nothing of what is under embargo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.alarm_limits import alarm_said
from kizuki.core.glossary import Lang, day_said, say
from kizuki.store.access.seen import open_to_everybody
from kizuki.store.models import AccessLink, Notice, Obligation, SafetyInformation, User
from kizuki.store.people.access_links import token_of
from kizuki.store.queries.obligations import name_of
from kizuki.store.record.clock import JAPAN

_COUNTED = ("past", "today", "week", "later")
_GRAVEST = ("over", "today", "class_not_confirmed", "ahead", "waits")


@dataclass(frozen=True, slots=True)
class Letter:
    """One plain mail to one person."""

    to: str
    subject: str
    body: str


def letter_of(notice: Notice, address: str) -> Letter:
    """The mail that a notice becomes; `address` is where the pages are, '' where nobody named it.

    Of something under embargo it says that something is due, and nothing else, also to those who may see it: a mail is
    read on the way.
    """
    lang: Lang = "en" if notice.person.language == "en" else "ja"
    path = ""
    if notice.kind in ("access_link", "access_used", "factor_ended"):
        return _of_access(notice, address, lang)
    if notice.kind == "alarm":
        subject, lines = _alarm(notice, lang)
    elif notice.kind == "digest":
        subject, lines = _digest(notice, lang)
    elif notice.kind in ("call", "hook"):
        subject, lines = _call(notice, lang)
        path = "" if _is_secret(notice) else _place(notice)
    elif _is_secret(notice):
        subject, lines = say("notice.subject.secret", lang), [say("notice.secret", lang)]
    else:
        subject, lines = _reminder(notice, lang)
        path = _place(notice)
    where = say("notice.where", lang, address=f"{address}/{path}") if address else say("notice.sign_in", lang)
    return Letter(notice.person.mail, subject, "\n".join([*lines, "", where, "", say("notice.automatic", lang), ""]))


def _place(notice: Notice) -> str:
    """Where the page is of what a notice is about; '' where that is no one thing."""
    if notice.case_id is not None:
        return f"cases/{notice.case_id}"
    return "" if notice.information_id is None else f"information/{notice.information_id}"


def _of_access(notice: Notice, address: str, lang: Lang) -> Letter:
    """The link itself, to its owner alone; or to who signs that one was used, or that a second factor ended."""
    if notice.kind == "factor_ended":
        name = User.objects.values_list("display_name", flat=True).get(pk=notice.values["person"])
        lines = [say("notice.factor_ended", lang, name=name), "", say("notice.automatic", lang), ""]
        return Letter(notice.person.mail, say("notice.subject.factor_ended", lang), "\n".join(lines))
    link = AccessLink.objects.select_related("user").get(pk=notice.values["access"])
    if notice.kind == "access_link":
        until = link.ends_at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")
        path = f"{address or 'http://127.0.0.1:8000'}/access/{token_of(link.pk)}"
        lines = [say("notice.access_link", lang, until=until), "", path]
    else:
        lines = [say("notice.access_used", lang, name=link.user.display_name if link.user else "")]
    automatic = say("notice.automatic", lang)
    return Letter(
        notice.person.mail, say(f"notice.subject.{notice.kind}", lang), "\n".join([*lines, "", automatic, ""])
    )


def _is_secret(notice: Notice) -> bool:
    if "rows" not in notice.values:
        return not open_to_everybody(Notice).filter(pk=notice.pk).exists()
    ids = [row["obligation"] for row in notice.values["rows"]]
    rows = Obligation.objects.filter(pk__in=ids)
    return rows.exclude(pk__in=open_to_everybody(Obligation).values("pk")).exists()


def _call(notice: Notice, lang: Lang) -> tuple[str, list[str]]:
    secret, times = _is_secret(notice), notice.values["number"]
    about = notice.case or notice.information
    if secret or about is None:
        return say("notice.call.subject_secret", lang, times=times), [say("notice.call.body_secret", lang)]
    body = "body" if notice.case is not None else "body_information"
    return say("notice.call.subject", lang, number=about.number, times=times), [say(f"notice.call.{body}", lang)]


def message_of(notice: Notice, address: str) -> dict[str, object]:
    """What a webhook is told of a call: whom to ring up, by the name with which they sign in, and the words of the mail.
    `text` alone is what Teams and Slack show."""
    letter = letter_of(notice, address)
    return {
        "kind": "duty_call",
        "person": notice.person.sign_in_name,
        "call": notice.values["number"],
        "key": notice.key,
        "text": f"{letter.subject}\n{letter.body}",
    }


def _reminder(notice: Notice, lang: Lang) -> tuple[str, list[str]]:
    rows = {
        row.pk: row for row in Obligation.objects.filter(pk__in=[one["obligation"] for one in notice.values["rows"]])
    }
    said = [(rows[one["obligation"]], one["word"], one["days"]) for one in notice.values["rows"]]
    gravest = min(said, key=lambda one: _GRAVEST.index(one[1]))
    number = _number(gravest[0], notice)
    subject = say(
        "notice.subject.reminder", lang, mark=_mark(gravest[1], gravest[2], lang), number=number,
        what=name_of(gravest[0], lang),
    )  # fmt: skip
    lines = [say("notice.of", lang, number=number), ""]
    return subject, lines + [_line(row, word, days, lang) for row, word, days in said]


def _line(row: Obligation, word: str, days: int, lang: Lang) -> str:
    mark, what = _mark(word, days, lang), name_of(row, lang)
    if row.due_on is None:
        return say("notice.line_without_day", lang, mark=mark, what=what)
    day = say("notice.day", lang, day=day_said(row.due_on, lang))
    left = say(f"notice.left.{_left(days)}", lang, days=abs(days))
    return say("notice.line", lang, mark=mark, what=what, day=day, left=left)


def _alarm(notice: Notice, lang: Lang) -> tuple[str, list[str]]:
    found = notice.values["alarms"]
    return say("notice.subject.alarm", lang), [alarm_said(one["alarm"], one["count"], lang) for one in found]


def _digest(notice: Notice, lang: Lang) -> tuple[str, list[str]]:
    counts: dict[str, int] = notice.values["counts"]
    total = sum(counts.values())
    subject = say("notice.subject.digest", lang, day=day_said(_said_on(notice), lang), count=total)
    if not total:
        return subject, [say("notice.digest.nothing", lang)]
    return subject, [say(f"notice.digest.{name}", lang, count=counts[name]) for name in _COUNTED]


def _said_on(notice: Notice) -> date:
    return date.fromisoformat(notice.values["on"])


def _mark(word: str, days: int, lang: Lang) -> str:
    return say(f"notice.mark.{word}", lang, days=abs(days))


def _left(days: int) -> str:
    return "today" if days == 0 else "ahead" if days > 0 else "past"


def _number(row: Obligation, notice: Notice) -> str:
    if notice.case is not None:
        return str(notice.case.number)
    if row.information_id is not None:
        return str(SafetyInformation.objects.values_list("number", flat=True).get(pk=row.information_id))
    return row.owner


def values_of(rows: Iterable[tuple[int, Any]], on: date) -> dict[str, Any]:
    """What a reminder keeps: the obligations with the word and the days that are left."""
    said = [{"obligation": pk, "word": reminder.word, "days": reminder.days} for pk, reminder in rows]
    return {"on": on.isoformat(), "rows": said}

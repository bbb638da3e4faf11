"""Known or unknown (既知・未知) from the precautions: what is proposed of a reported term, never on likeness alone.

A wrong 既知 delays a report, so an entry counts only where its code or its very words are the term's, where it was in
force on the day of the event, and where its sentence speaks of harm as grave as the one that happened.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kizuki.core.facts.values import Severity
from kizuki.core.refusal import Refused

SCHEMES = ("jfmda", "imdrf", "own")
"""医療機器不具合用語集, IMDRF annexes A-G, the company's own words."""

ANSWERS = ("listed", "other_words", "not_listed")
"""What a person confirms: listed, listed in other words, not listed."""

KNOWN = frozenset({"listed", "other_words"})

Proposal = Literal["listed", "other_words", "not_listed", "undetermined"]


@dataclass(frozen=True, slots=True)
class EntryTerm:
    """A term of an entry: `code` under a scheme or `words`; `up_to` the gravest severity its sentence speaks of, ''
    where it does not say."""

    scheme: str
    code: str = ""
    words: str = ""
    up_to: str = ""


def term_told(line: str) -> EntryTerm:
    """A term as it is written in one line: the list, the code or the words, and up to which severity.

    >>> term_told("imdrf|A1105|serious")
    EntryTerm(scheme='imdrf', code='A1105', words='', up_to='serious')
    """
    scheme, _, rest = line.strip().replace("｜", "|").partition("|")
    named, _, up_to = rest.partition("|")
    code, words = ("", named.strip()) if scheme.strip() == "own" else (named.strip(), "")
    return EntryTerm(scheme.strip(), code, words, up_to.strip())


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the precautions: the sentence, the edition that brought it, the days between which it stood (`until`
    None: still), its terms, and whether it was added as a measure."""

    id: int
    sentence: str
    edition: str
    dated_on: date
    until: date | None
    terms: tuple[EntryTerm, ...]
    as_measure: bool = False

    def stood_on(self, day: date) -> bool:
        """Whether it was published by that day and neither withdrawn nor reworded; a measure counts from its own day."""
        return self.dated_on <= day and (self.until is None or day < self.until)


def of_the_edition_on(entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """The entries of the edition (版) of the precautions that was in force on a day: on each day one is, the newest that
    was published by then. What an older one brought stands in it, and is no edition beside it."""
    standing = [entry for entry in entries if entry.stood_on(day)]
    named = [entry for entry in standing if entry.edition] or standing
    newest = max(named, key=lambda entry: (entry.dated_on, entry.id), default=None)
    return tuple(entry for entry in named if newest is not None and entry.edition == newest.edition)


@dataclass(frozen=True, slots=True)
class Reported:
    """A term as reported: codes by scheme, words, and the severity of what happened ('' where none is told)."""

    codes: tuple[tuple[str, str], ...] = ()
    words: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed of a term: the entry that lists it, why (`same_code`, `same_words`, `nothing_listed`,
    `graver_than_listed`, `later_than_the_event`, `day_not_known`, `no_precautions`), and entries that a person should
    read because they look alike, which propose nothing."""

    answer: Proposal
    why: str
    entry: Entry | None = None
    to_read: tuple[Entry, ...] = ()


def earliest_day(told: str) -> date | None:
    """The first day that a day, month or year can mean (`2026-05` is 1 May); None where it is not known."""
    parts = told.strip().split("-")
    if not told.strip()[:4].isdigit() or not all(part.isdigit() for part in parts):
        return None
    year, month, day = (*map(int, parts), *(1, 1))[:3]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def proposed(term: Reported, entries: Sequence[Entry], event_on: date | None) -> Proposed:
    """Whether the precautions in force on the day of the event list a term.

    Without that day, or without any precautions, nothing is proposed. An entry that came later lists nothing, however
    well it fits: a precaution revised as a measure would else make its own cause known.
    """
    if event_on is None:
        return Proposed("undetermined", "day_not_known", to_read=_alike(term, entries))
    standing = [entry for entry in entries if entry.stood_on(event_on)]
    by_code = [entry for entry in standing if _fitting(term, entry, _same_code)]
    by_words = [entry for entry in standing if _fitting(term, entry, _same_words)]
    for answer, why, found in (("listed", "same_code", by_code), ("other_words", "same_words", by_words)):
        if found:
            return _as_grave(term, answer, why, found)
    alike = _alike(term, standing)
    if any(_fitting(term, one, _same_code) or _fitting(term, one, _same_words) for one in entries):
        return Proposed("not_listed", "later_than_the_event", to_read=alike)
    return Proposed("not_listed", "nothing_listed" if standing else "no_precautions", to_read=alike)


def require_confirmation(answer: str, entry: Entry | None, event_on: date | None) -> None:
    """`Refused` unless what is confirmed can be: known needs a sentence with its edition that stood on the day."""
    if answer not in ANSWERS:
        raise Refused("answer", f"{answer!r} is not one of: {', '.join(ANSWERS)}")
    if answer not in KNOWN:
        return
    if entry is None:
        raise Refused("precaution", "what is known names the sentence of the precautions")
    if not entry.edition:
        raise Refused("precaution", f"precaution {entry.id} does not say which edition brought it")
    if event_on is None:
        raise Refused("event_on", "whether it was known depends on the day of the event, which is not known")
    if not entry.stood_on(event_on):
        raise Refused("precaution", f"was not in force on {event_on}, the day of the event")


def foreseen(confirmed: Sequence[bool | None]) -> bool | None:
    """What confirmed terms say of whether a case or a malfunction could be foreseen: it could not, as soon as one of them
    is not listed; it could, where every one is. None while nobody confirmed one of the others, or where none is told."""
    if any(one is False for one in confirmed):
        return False
    return True if confirmed and all(confirmed) else None


def _as_grave(term: Reported, answer: str, why: str, found: Sequence[Entry]) -> Proposed:
    enough = [entry for entry in found if _speaks_of(term, entry)]
    if not enough:
        return Proposed("not_listed", "graver_than_listed", to_read=tuple(found))
    return Proposed("listed" if answer == "listed" else "other_words", why, enough[0], tuple(found))


def _speaks_of(term: Reported, entry: Entry) -> bool:
    """Comparison is on severity too: a sentence that names less grave harm does not foresee the graver one."""
    if not term.severity:
        return True
    fitting = [one for one in entry.terms if _same_code(term, one) or _same_words(term, one)]
    limits = [Severity(one.up_to).rank for one in fitting if one.up_to]
    return not limits or max(limits) >= Severity(term.severity).rank


def _fitting(term: Reported, entry: Entry, same: object) -> bool:
    assert callable(same)
    return any(same(term, one) for one in entry.terms)


def _same_code(term: Reported, listed: EntryTerm) -> bool:
    """The very code of the same list; a broader or a narrower one is another term."""
    return bool(listed.code) and (listed.scheme, listed.code) in term.codes


def _same_words(term: Reported, listed: EntryTerm) -> bool:
    return bool(listed.words) and bool(term.words) and _plain(listed.words) == _plain(term.words)


def _alike(term: Reported, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries whose sentence holds the words of the term, or whose codes share their group: for a person to read."""
    words = _plain(term.words)
    groups = {code[:3] for _, code in term.codes}
    return tuple(
        entry
        for entry in entries
        if (words and words in _plain(entry.sentence))
        or any(one.code and one.code[:3] in groups for one in entry.terms)
    )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())

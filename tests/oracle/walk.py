"""The walk through a history: which act opens, keeps, moves or ends which line.

A report that PMDA rejected ended nothing, so it is left out of the walk as a whole: what it had ended is owed with its
original days. Everything else is taken in the order in which it happened.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracle import history as h
from tests.oracle.doubts import doubts
from tests.oracle.history import CLASS, FIRST, ITEM, Event, History, Key, two_persons
from tests.oracle.law import day_of, due_on
from tests.oracle.lines import Line, Said, Wanted, class_rests_on_something_else, earlier, said_of, wanted
from tests.oracle.sending import Sending
from tests.oracle.worlds import Json

SETTLED = (h.ReportSent, h.FirstReportSent, h.WordOfPmda, h.NotFulfilled, h.MarkedDuplicate, h.HandedOver)
"""Acts after which the same 事項 is not owed again."""

A_DAY = timedelta(hours=24)


class Walk(Sending):
    """The lines of one case after each event."""

    def __init__(self, history: History) -> None:
        self.lines: dict[Key, Line] = {}
        self.facts: dict[int, Json] = {}
        self.entries: dict[int, h.FactsRevised] = {}
        self.newest: h.FactsRevised | None = None
        self.rested: set[int] = set()
        self.late: dict[Key, str] = {}
        self.closed = False
        rejected = {event.report for event in history if isinstance(event, h.Receipt) and not event.accepted}
        for event in history:
            if event.act in rejected:
                self.leave(event)
            else:
                self.take(event)

    def take(self, event: Event) -> None:
        """One event, by its kind."""
        handler = {
            h.FactsRevised: self.revise,
            h.LapseSigned: self.lapse,
            h.ReportSent: self.send,
            h.FirstReportSent: self.first,
            h.WordOfPmda: self.first,
            h.ClassConfirmed: self.confirm,
            h.NoReportDecided: self.decide,
            h.HandedOver: self.hand_over,
            h.NotFulfilled: self.not_fulfilled,
            h.AskingGivenUp: self.give_up,
            h.MarkedDuplicate: self.duplicate,
            h.Receipt: self.come_back,
        }.get(type(event))
        if handler:
            handler(event)  # type: ignore[operator]
        if isinstance(event, h.ReportSent) and event.purpose == "withdrawal":
            self.let_go()
        for line in self.lines.values():
            if not line.live and {h.FactsRevised, h.AskingGivenUp} & line.ended_how:
                line.ended_by.add(event.act)  # a ledger may let an open one go later than it had to, by any act
        if isinstance(event, h.Closed | h.Reopened):
            self.closed = isinstance(event, h.Closed)

    def revise(self, event: h.FactsRevised) -> None:
        """Facts moved: tighten at once, keep what may only be let go with a signature."""
        self.before = self.newest.facts if self.newest else event.facts
        self.newest = event
        self.facts[event.number] = event.facts
        now = wanted(event.facts)
        if event.correction:
            self.take_back(event, now)
        self.entries[event.number] = event
        for key, said in now.items():
            self.find(key, said, event)
        for key in [key for key, line in self.lines.items() if key not in now and line.live]:
            self.miss(key, now, event)
        for key in set(self.lines) - set(now):
            self.lines[key].found = ""
        self.doubt(event)

    def find(self, key: Key, said: Said, event: h.FactsRevised) -> None:
        """The facts find a duty: new, still there, or there again."""
        line = self.lines.get(key)
        if line is None:
            self.lines[key] = Line(said.finding, said.finding, said.day, since=event.number, latest=said.latest)
            return
        vanished, line.found, line.latest = not line.found, said.finding, said.latest
        if line.live:
            day = line.known_on or earlier(line.day_of(said), line.day)
            told = line.reported and said.latest and said.latest <= line.reported
            day = line.day if line.away or told else day
            if (line.held, said.finding) == ("open", "met"):
                day = self.day_of_an_answer(key, said, day, event)
            if day != line.day or said.finding < line.held:
                line.since = event.number
            line.soft, line.day = False, day
            line.held = min(said.finding, line.held)
        else:
            covered, line.covered = line.covered, self.covered_by_now(key, line, event.facts)
            if self.is_owed_anew(key, line, said, vanished, event.facts):
                line.open_again(said, event.number)
            else:
                line.covered = covered

    def covered_by_now(self, key: Key, line: Line, facts: Json) -> date | None:
        """Up to which day an act ended it. What was known together with the matter is the same 事項 when the day of the
        matter is moved afterwards, so it does not become a new one by that."""
        matter = next((one for one in facts["matters"] if one["id"] == key.matter), None)
        if line.covered is None or key.kind == CLASS or matter is None or not line.ended_how & set(SETTLED):
            return line.covered
        learned = day_of(matter["learned_on"])
        day = learned if key.kind == FIRST else due_on(facts, key.item, learned)
        return max(line.covered, day) if day else line.covered

    def day_of_an_answer(self, key: Key, said: Said, day: date | None, event: h.FactsRevised) -> date | None:
        """A first report that waited for place, ownership or a judgement counts from the day on which that was known. A
        harm that was not known until now is a 事項 of its own, from its own day."""
        mine = [one for one in self.before["matters"] if one["id"] == key.matter]
        harms = [one for matter in mine for one in matter.get("harms") or [] if one["id"] == key.person]
        known = all(harm.get("severity") is not None for harm in harms)
        if key.kind == FIRST and known and (harms or not key.person):
            self.lines[key].known_on = event.on
            return event.on
        return day if known or key.kind == CLASS else said.day

    def is_owed_anew(self, key: Key, line: Line, said: Said, vanished: bool, facts: Json) -> bool:
        """What was ended comes back only as something new: another 事項, an answer, or changed facts."""
        if key.kind == CLASS and line.ended_how <= {h.FactsRevised, h.LapseSigned}:
            return vanished
        if key.kind == CLASS:
            return line.basis is not None and class_rests_on_something_else(key, line.basis, facts)
        if line.not_met:
            return True
        if h.HandedOver in line.ended_how and said.day and line.handed and said.day < line.handed:
            return True  # the period has it for a later day
        if line.ended_how & set(SETTLED):
            # Of a matter itself a later day is no new 事項: that is a harm, or its rise.
            later = bool(key.person) and bool(said.latest and line.covered and said.latest > line.covered)
            rose = bool(said.day and said.latest and said.day < said.latest)
            return later and (vanished or rose or (line.ended_held, said.finding) == ("open", "met"))
        if h.AskingGivenUp in line.ended_how:
            return line.basis is None or said_of(key.matter, line.basis) != said_of(key.matter, facts)
        return vanished and not (line.reported and said.latest and said.latest <= line.reported)

    def miss(self, key: Key, now: Wanted, event: h.FactsRevised) -> None:
        """The newest facts do not find it any more. An open one goes while another dated duty of its matter lives: also
        one that is met and waits itself for a signature, such as the working day of a matter that was taken out, and
        one that a report carries to its follow-up."""
        line = self.lines[key]
        named = not key.person and any(k.matter == key.matter and k.person for k in now)
        others = any(
            k.matter == key.matter
            and k != key
            and one.must
            and one.day
            and (k in now or one.held == "met" or one.carried)
            for k, one in self.lines.items()
        )
        others = others or key.matter in event.dated
        if line.held == "open" and others and (not line.carried or named):
            line.end(event)
        elif line.held == "open" and not line.carried and self.class_may_be_asked_anew(key.matter, event.facts):
            line.soft = True
            line.excused.add(event.act)

    def let_go(self) -> None:
        """What only a withdrawn report had carried, and the facts do not find, goes as if they had said so now."""
        if self.newest is not None:
            now = wanted(self.newest.facts)
            for key, line in self.lines.items():
                if line.live and not line.found and not line.carried:
                    self.miss(key, now, self.newest)

    def class_may_be_asked_anew(self, matter: str, facts: Json) -> bool:
        """A confirmed class rests on facts that were read: a ledger may ask for it anew although its duties are the
        same, and then the working day lives."""
        classes = [line for key, line in self.lines.items() if key.kind == CLASS and key.matter == matter]
        return any(said_of(matter, line.read) != said_of(matter, facts) for line in classes if line.read)

    def doubt(self, event: h.FactsRevised) -> None:
        """Where the text leaves it to a person whether it is owed at all, it need not be seen."""
        for (item, matter, person), found in doubts(event.facts).items():
            kind = Key(FIRST, matter, person or "") if item == FIRST else Key(ITEM, matter, person or "", item)
            line = self.lines.get(kind)
            if line is not None and line.live and any("absent" in doubt.accepted for doubt in found):
                line.soft = True

    def take_back(self, event: h.FactsRevised, now: Wanted) -> None:
        """Lines that an own entry opened or moved within 24 hours follow the correction, where nothing rests on it; a
        known death or foreign measure never does."""
        grave = {
            (matter["id"], harm.get("id", ""))
            for matter in self.before["matters"]
            for harm in (*(matter.get("harms") or []), {})
            if matter.get("kind") == "foreign_measure" or harm.get("severity") == "death"
        }
        for key, line in self.lines.items():
            entry = self.entries.get(line.since)
            if entry is None or not line.live or (key.kind != CLASS and key[1:3] in grave):
                continue
            if any(number >= line.since for number in self.rested):
                continue
            if entry.by != event.by or entry.at is None or event.at is None or event.at - entry.at > A_DAY:
                continue
            if key in now:
                line.held, line.day = now[key].finding, line.day_of(now[key])
            else:
                line.end(event)

    def lapse(self, event: h.LapseSigned) -> None:
        """A second person signed: the lines follow the facts that were signed, if they are still the newest."""
        if self.newest is None or event.number != self.newest.number or not two_persons(event.by, event.second):
            return
        self.rested.add(event.number)
        now = wanted(self.newest.facts)
        for key in event.keys & set(self.lines):
            line = self.lines[key]
            if key in now:
                line.held, line.day, line.known_on = now[key].finding, line.day_of(now[key]), None
                if line.reported and line.latest and line.latest <= line.reported:
                    line.end(event)  # what is left of it was reported
            else:
                line.end(event)

    def first(self, event: h.FirstReportSent | h.WordOfPmda) -> None:
        """A first report with a good result ends the persons and measures that it names, and no other."""
        if isinstance(event, h.WordOfPmda) or event.good:
            for matter, person in event.names:
                line = self.lines.get(Key(FIRST, matter, person))
                if line is not None:
                    line.end(event)

    def confirm(self, event: h.ClassConfirmed) -> None:
        """The class is confirmed on the facts as they are."""
        line = self.lines.get(Key(CLASS, event.matter, event.person))
        if line is not None and self.newest is not None and event.number == self.newest.number:
            self.rested.add(event.number)
            line.end(event)
            line.basis = line.read = self.newest.facts

    def decide(self, event: h.NoReportDecided) -> None:
        """No report, by two persons, where nothing is met or open: the class is settled with it."""
        due = [line for key, line in self.lines.items() if key.kind != CLASS and line.must]
        if not due and two_persons(event.by, event.second):
            self.rested.add(event.number)
            for key, line in self.lines.items():
                if key.kind == CLASS:
                    line.end(event)
                    line.basis = self.facts[event.number]

    def hand_over(self, event: h.HandedOver) -> None:
        """Items of 第1号 and 第2号 and first reports are never handed over."""
        for key in event.keys & set(self.lines):
            if key.kind == ITEM and key.item.startswith("3-"):
                self.lines[key].end(event)
                self.lines[key].handed = self.lines[key].day

    def not_fulfilled(self, event: h.NotFulfilled) -> None:
        """Two signatures, and visible for ever."""
        for key in event.keys & set(self.lines):
            if two_persons(event.by, event.second):
                self.lines[key].end(event)

    def give_up(self, event: h.AskingGivenUp) -> None:
        """Only what a report carried while open, after three attempts; anything new of its matter opens it again."""
        for key, line in self.lines.items():
            mine = key.matter == event.matter and key.person in ("", event.person) and event.attempts >= 3
            if line.carried and mine:
                line.end(event)
                line.basis = self.newest.facts if self.newest else None
            elif not line.live and mine:
                line.form = 0  # facts had let it go; a ledger that still carried it does so no longer

    def duplicate(self, event: h.MarkedDuplicate) -> None:
        """The kept case takes everything over."""
        if event.reason.strip() and two_persons(event.by, event.second):
            for line in self.lines.values():
                line.end(event)

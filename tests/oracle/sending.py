"""What a report does in the walk when it is sent, rejected or withdrawn."""

from __future__ import annotations

from tests.oracle import history as h
from tests.oracle.history import CLASS, FIRST, ITEM, Event, Key, two_persons
from tests.oracle.lines import Line, Said, earlier, owed_by, wanted
from tests.oracle.worlds import Json


class Sending:
    """The part of the walk that reports move."""

    lines: dict[Key, Line]
    facts: dict[int, Json]
    newest: h.FactsRevised | None
    rested: set[int]
    late: dict[Key, str]

    def leave(self, event: Event) -> None:
        """A report that will be rejected: until then its duties rest, and what it ended is owed on the days of before."""
        for key, line in self.lines.items():
            if isinstance(event, h.ReportSent) and key.matter == event.matter and key.kind != FIRST:
                line.away = line.away or event.act

    def come_back(self, event: h.Receipt) -> None:
        """PMDA's word: what rested is owed, as the newest facts have it or as it was, whichever is sooner."""
        now = wanted(self.newest.facts) if self.newest else {}
        for key, line in self.lines.items():
            if line.away == event.report:
                line.away = ""
                if key in now and line.live:
                    line.day = earlier(line.day_of(now[key]), line.day)

    def send(self, event: h.ReportSent) -> None:
        """A report ends what its own frozen facts say of its matter and person, on its form. Of what is open it says what
        became of it only on the form that carried it, and never that something met is not."""
        self.rested.add(event.number)
        if event.purpose == "withdrawal":
            self.withdraw(event)
        if event.purpose != "report":
            return
        owed = [o for o in owed_by(self.facts[event.number]) if o.matter_id == event.matter]
        forms = {(o.item, o.person_id or "") for o in owed if o.form == event.form}
        found = wanted(self.facts[event.number])
        frozen = {
            key: said
            for key, said in found.items()
            if key.kind == ITEM and key.matter == event.matter and key.person in ("", event.person)
            if (key.item, key.person) in forms
        }
        for key, said in frozen.items():
            self.report(key, said, event)
        for key, line in self.lines.items():
            mine = key.matter == event.matter and key.person in ("", event.person)
            mine = mine and line.form == event.form and line.held == "open"
            # Under the text of another day the item may stand on another form: then this one says nothing of it.
            told = mine and key not in found and event.number >= line.since
            if line.carried and told:
                line.end(event)
                line.not_met = True
            elif told and not line.live:
                line.form = 0  # facts had let it go; a follow-up has said so, and no report carries it any longer
        self.end_class_by_reports(event)

    def report(self, key: Key, said: Said, event: h.ReportSent) -> None:
        """What was met is ended up to the newest 事項 of the frozen facts; what was open is carried."""
        line = self.lines[key]
        if event.number < line.reopened_in:
            return
        if said.finding == "met":
            if line.live and line.day and event.on > line.day:
                self.late[key] = event.act
            line.end(event, said.latest)
            line.reported = max((day for day in (line.reported, said.latest) if day), default=None)
        elif line.live:
            line.carriers = {*(line.carriers if line.form else ()), (event.form, event.person)}
            line.carried, line.soft, line.form = True, False, event.form

    def end_class_by_reports(self, event: h.ReportSent) -> None:
        """The class needs no confirmation where reports named the matter with every met and open item, confirmed before
        or not."""
        own = {key.person for key in self.lines if key.kind == CLASS and key.matter == event.matter}
        for person in own:
            rest = [
                line
                for key, line in self.lines.items()
                if key.kind == ITEM and key.matter == event.matter
                if (key.person == person if person else key.person == "" or key.person not in own)
            ]
            line = self.lines[Key(CLASS, event.matter, person)]
            if rest and not any(one.live and not one.carried for one in rest):
                line.end(event)
                line.basis = None

    def withdraw(self, event: h.ReportSent) -> None:
        """取下げ: a withdrawn report ended nothing; what it had ended is owed where the facts find it, or let go. It
        carries nothing, nor do those before it on its form."""
        for key, line in self.lines.items():
            series = (event.form, event.person)
            if key.matter == event.matter and line.carriers == {series}:
                line.carried, line.form = False, 0
            if key.matter == event.matter:
                line.carriers -= {series}
            if event.withdraws in line.ended_by:
                line.ended_by.discard(event.withdraws)
                line.reported = None
                if two_persons(event.by, event.second):
                    line.end(event)
                elif not line.ended_by and line.found:
                    line.live, line.covered = True, None
                elif not line.ended_by:
                    line.ended_by = {event.withdraws, event.act}  # the facts let it go before

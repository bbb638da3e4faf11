"""The days of 様式第8 on which its information came (情報入手日)."""

from __future__ import annotations

from datetime import date

from kizuki.core.forms.boxes import filled
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField
from kizuki.core.forms.filling import Ground


def first_info_date(ground: Ground, box: Box) -> FilledField:
    """The earliest day from which one of its items counts: that of the matter, or of a person learned of later."""
    matter = ground.calling.matter
    first = min((duty.learned_on or matter.learned_on for duty in ground.calling.duties), default=matter.learned_on)
    return filled(box, first, _source_of_day(ground, first))


def info_date(ground: Ground, box: Box) -> FilledField:
    """In the first report the day from which the leading duty counts; in a follow-up the newest of what it tells: of its
    persons, or of what else came (`report.news_on`), whichever is later."""
    calling = ground.calling
    if ground.document.report.number in (None, 1):
        day = (calling.lead and calling.lead.learned_on) or calling.matter.learned_on
    else:
        day = max([calling.matter.learned_on, *(harm.learned_on for harm in calling.matter.harms)])
        news_on = ground.document.report.news_on
        if news_on is not None and news_on > day:
            return filled(box, news_on, "report.news_on")
    return filled(box, day, _source_of_day(ground, day))


def _source_of_day(ground: Ground, day: date) -> str:
    """The key of the facts that holds the day: the matter's, else the person's."""
    matter, person = ground.calling.matter, ground.calling.told.person
    of_person = f".harms.{person}" if day != matter.learned_on and person is not None else ""
    return f"facts.matters.{matter.index}{of_person}.learned_on"

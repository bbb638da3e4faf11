"""The sentences of a hospital's page that are made of several values: counts by state, stages, who is responsible."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kizuki.core.glossary import Lang, say
from kizuki.core.hospitals import DUTIES, PARTIES, gaps
from kizuki.core.lifecycle.device import MILESTONES
from kizuki.store.queries.hospital_information import DeviceHere, HospitalInformation
from kizuki.store.queries.hospital_telling import SheetRow
from kizuki.store.queries.hospital_vex import ORDER


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty in words: who until EOS, who after it ('' not agreed), and words beside it."""

    duty: str
    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A day of the device's life: `day` None with `words` that say why (not planned yet, not told), and the day on which
    customers were told of it."""

    name: str
    day: date | None
    words: str
    noticed_on: date | None


@dataclass(frozen=True, slots=True)
class DeviceLines:
    """A device: its stage in words, whether what it runs is the newest, and the days of its life."""

    stage: str
    current: str
    milestones: tuple[MilestoneLine, ...]


@dataclass(frozen=True, slots=True)
class HospitalLines:
    """The lines of the page. `asked` counts what waits for the hospital's word; `states` counts vulnerabilities by state,
    the gravest first."""

    devices: dict[int, DeviceLines]
    duties: tuple[DutyLine, ...]
    gaps: int
    states: tuple[tuple[str, int], ...]
    asked: int


def lines_of(found: HospitalInformation, lang: Lang) -> HospitalLines:
    """The lines of one hospital's page."""
    counts = Counter(row.state for row in found.vex)
    sheet = found.sheet
    waiting = sum(not row.answered for row in found.measures)
    return HospitalLines(
        {row.id: _device(row, lang) for row in found.devices},
        duty_lines(sheet, lang),
        len(gaps(sheet.lines)) if sheet else len(DUTIES),
        tuple((state, counts[state]) for state in ORDER if counts[state]),
        waiting + (sheet is not None and found.acknowledged is None),
    )


def duty_lines(sheet: SheetRow | None, lang: Lang) -> tuple[DutyLine, ...]:
    """Every duty of an edition in words; nothing before the first."""
    return tuple(
        DutyLine(DUTIES[row.duty].said(lang), _party(row.before, lang), _party(row.after, lang), row.words)
        for row in (sheet.lines if sheet else ())
    )


def _party(code: str, lang: Lang) -> str:
    return PARTIES[code].said(lang) if code else ""


def _device(row: DeviceHere, lang: Lang) -> DeviceLines:
    current = {True: "current", False: "older", None: "unknown"}[row.current]
    days = []
    for name in MILESTONES:
        day = row.milestones.get(name)
        words = (
            "" if day else say("portfolio.not_planned" if name in row.milestones else "hospital_page.no_day", lang)
        )
        days.append(MilestoneLine(say(f"record.value.milestone.{name}", lang), day, words, row.noticed.get(name)))
    stage = say(f"device.stage.{row.stage.code}", lang)
    if row.stage.possible:
        later = ("、" if lang == "ja" else ", ").join(
            say(f"device.stage.{code}", lang) for code in row.stage.possible
        )
        stage = f"{stage} — {say('device.stage.possible', lang, stages=later)}"
    return DeviceLines(stage, say(f"hospital_page.{current}", lang, version=row.newest), tuple(days))

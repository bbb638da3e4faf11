"""Of whom the sheet of a first report is: of those who are named, by id or position, and never of all by default."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.core.facts import Case
from kizuki.core.forms.told import matter_at, person_at, told_at
from kizuki.core.refusal import Refused
from kizuki.core.reporting.determination import Determination, FirstReport


def rows_named(
    facts: Case, determination: Determination, matters: Sequence[str], persons: Sequence[str]
) -> tuple[FirstReport, ...]:
    """The first reports, met or open, of those who are named; `Refused` lists who can be."""
    every = determination.first_reports
    if not every:
        raise Refused("facts", f"no first report is asked for: {determination.prompt_first_report}")
    if not matters and not persons:
        if len(every) == 1:
            return every
        raise Refused("person", f"name those whom the sheet is for, of: {listed_rows(every, facts)}")
    at = [matter_at(facts, name) for name in matters]
    found = []
    for name in persons:
        of_it, person = person_at(facts, at[0] if len(at) == 1 else None, name)
        found += _of([row for row in every if (row.matter, row.person) == (of_it, person)], name, every, facts)
    for place, name in zip(at, matters, strict=True):
        if any(row.matter == place for row in found):
            continue  # the matter said where to look for a person
        own = [row for row in every if row.matter == place]
        if len(own) > 1 and any(row.person is not None for row in own):
            raise Refused("person", f"name those whom the sheet is for, of: {listed_rows(own, facts)}")
        found += _of(own, name, every, facts)
    return tuple(dict.fromkeys(found))


def _of(rows: list[FirstReport], name: str, every: Sequence[FirstReport], facts: Case) -> list[FirstReport]:
    if not rows:
        raise Refused("person", f"no first report is asked for of {name!r}; it is of: {listed_rows(every, facts)}")
    return rows


def listed_rows(rows: Sequence[FirstReport], facts: Case) -> str:
    """The rows for a person to choose from: matter and person by id, else by position."""
    names = []
    for row in rows:
        told = told_at(facts, row.matter, row.person)
        person = f", person {told.person_id or told.person}" if row.person is not None else ""
        names.append(f"matter {told.matter_id or told.matter}{person} ({row.state})")
    return "; ".join(names)


def age_band(age: float | str | None) -> str | None:
    """An age in years as its band, so that the sheet does not carry the age itself; other words stay.

    >>> age_band(76), age_band("4歳"), age_band(93), age_band("不明"), age_band(None)
    ('70代', '10歳未満', '90歳以上', '不明', None)
    """
    if age is None:
        return None
    text = str(age).removesuffix("歳")
    try:
        years = float(text)
    except ValueError:
        return text
    if years < 10:
        return "10歳未満"
    return "90歳以上" if years >= 90 else f"{int(years) // 10 * 10}代"

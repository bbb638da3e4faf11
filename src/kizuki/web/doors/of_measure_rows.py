"""The measure that a door is about, and what may be chosen in forms about measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from kizuki.core.glossary import say
from kizuki.core.lifecycle.measures.chain import measure_of as named_in
from kizuki.store.queries.measures import MeasureRow, measures_of
from kizuki.store.queries.people import people_of_posts
from kizuki.store.queries.places import hospital_names
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.ends import row_of
from kizuki.web.signed import Signed, as_written

Offered = Iterable[tuple[str, str]]


def measure_of(doing: Doing) -> MeasureRow | None:
    """The measure that the address names, by its id or by an obligation of it; None where it names none of this case."""
    number = doing.number("measure")
    if number is None:
        row = row_of(doing)
        found = named_in(row.item) if row else None
        number = found[0] if found else None
    rows = doing.once("measures", lambda: measures_of(doing.viewer, doing.id))
    return next((row for row in rows if row.id == number), None)


def id_of(doing: Doing) -> int:
    """Its id; 0, which is nobody's, where there is none."""
    found = measure_of(doing)
    return found.id if found else 0


def as_told_here(doing: Doing) -> Signed:
    """What is told in the form is what is signed."""
    return as_written(doing.lang)


def page_of(doing: Doing) -> str:
    """The page of the case's measures."""
    return reverse("measures", args=[doing.id])


def stands(*states: str) -> Callable[[Doing], bool]:
    """Whether the measure is in one of these states, and not the decision to take none."""

    def opens(doing: Doing) -> bool:
        found = measure_of(doing)
        return found is not None and found.state in states and (found.kind != "none" or states == ("proposed",))

    return opens


def lines(doing: Doing) -> tuple[str, ...]:
    """The measure above a form: its kind and state, the plan, the risk that is left, for how many hospitals."""
    found = measure_of(doing)
    if found is None:
        return ()
    lang = doing.lang
    head = say(
        "measure.head",
        lang,
        number=str(found.number),
        kind=say(f"measure.kind.{found.kind}", lang),
        state=say(f"measure.state.{found.state}", lang),
    )
    told = [head, say("measure.proposed_by", lang, who=found.proposed_by), found.plan]
    if found.residual_risk:
        told.append(
            say("door.labelled", lang, label=say("door.field.residual_risk", lang), value=found.residual_risk)
        )
    if found.hospitals:
        told.append(say("measure.for", lang, hospitals=str(found.hospitals), units=str(found.units)))
    return tuple(told)


def of_hospitals_of_measure(doing: Doing) -> Offered:
    """The hospitals that the measure is for."""
    from kizuki.store.queries.measures import targets_of

    return [
        (row.key, f"{row.hospital} ({say(f'measure.reach.{row.state}', doing.lang)})")
        for row in targets_of(doing.viewer, id_of(doing), doing.asked.get("state", ""))
    ]


def of_every_hospital(doing: Doing) -> Offered:
    """All where units stand, or one by one."""
    return [("*", say("measure.all_hospitals", doing.lang)), *hospital_names(doing.viewer)]


def of_posts(roles: tuple[str, ...]) -> Callable[[Doing], Offered]:
    """People who hold one of these posts."""

    def offer(doing: Doing) -> Offered:
        return [(str(pk), name) for pk, name in people_of_posts(doing.viewer, roles)]

    return offer


def of(prefix: str, codes: Iterable[str]) -> Callable[[Doing], Any]:
    """Codes with their words."""
    listed = tuple(codes)

    def offer(doing: Doing) -> Any:
        return offers.worded(prefix, listed, doing.lang)

    return offer

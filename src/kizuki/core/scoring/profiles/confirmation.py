"""Who accepted a reduction that the rubric only asks to consider, on what evidence, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A named person's acceptance of a suggested metric (MAV; MC, MI, MA of None where services are disabled).

    `who` is the person, `evidence` what it rests on (a document's number). It counts on days before `expires_on`: on
    that day itself it has expired, and the reduction must be confirmed anew.
    """

    metric: str
    who: str
    evidence: str
    expires_on: date

    def holds(self, on: date | None) -> bool:
        """Whether it counts on a day; without a day no date counts as future, so it does not."""
        return on is not None and on < self.expires_on


def sorted_by_day(
    confirmations: Iterable[Confirmation], on: date | None
) -> tuple[tuple[Confirmation, ...], tuple[Confirmation, ...]]:
    """The confirmations that count on a day, and those that have expired."""
    every = tuple(confirmations)
    return tuple(one for one in every if one.holds(on)), tuple(one for one in every if not one.holds(on))

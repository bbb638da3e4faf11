"""What the address of a list asks for: filters, order, page, and whether as a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of
from kizuki.store.queries.ledgers.parts import WHOLE, Span
from kizuki.web.numbers import number_in
from kizuki.web.refusals import refusal_words

FILES = ("csv", "xlsx")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a list can be asked for. `choices` are parameters with their values, `days`, `texts` and `ids` the names of
    those that are typed; `order` is that of an address without one, `-` before it for the last first."""

    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    order: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. `said` holds every parameter that means something, as it was typed; `days` those that are
    days; `wrong` why one that was typed is none. What the list does not know is left out, so that an old link still
    opens it."""

    said: Mapping[str, str]
    days: Mapping[str, date]
    wrong: Mapping[str, str]
    sort: str
    page: int
    file: str
    usual: str

    def get(self, name: str) -> str:
        """What was said; '' for nothing."""
        return self.said.get(name, "")

    def number(self, name: str) -> int | None:
        """The id that was said; None for nothing."""
        return number_in(self.get(name))

    @property
    def order(self) -> str:
        """The column by which the list is sorted."""
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        """Whether the last comes first."""
        return self.sort.startswith("-")

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.said)

    @property
    def span(self) -> Span:
        """The rows that are asked for: of a file all."""
        return WHOLE if self.file else Span.of_page(self.page)

    def address(self, **changes: object) -> str:
        """The query of an address that asks for the same with some of it changed, from its first page on."""
        values: dict[str, object] = {**self.said, "sort": "" if self.sort == self.usual else self.sort} | changes
        said = {name: str(value) for name, value in values.items() if value}
        return f"?{urlencode(said)}" if said else "?"


NOTHING_ASKED = Asked({}, {}, {}, "", 1, "", "")
"""An address without a query: the first page of everything."""


def asked_of(request: HttpRequest, grammar: Grammar, lang: Lang) -> Asked:
    """What the address of this request asks for."""
    told = request.GET
    said = {name: told[name] for name, values in grammar.choices.items() if told.get(name) in values}
    said |= {name: told[name] for name in grammar.ids if number_in(told.get(name, "")) is not None}
    texts = {name: unicodedata.normalize("NFKC", told.get(name, "")[:LONGEST]).strip() for name in grammar.texts}
    said |= {name: text for name, text in texts.items() if text}
    days, wrong = _days({name: told.get(name, "")[:LONGEST].strip() for name in grammar.days}, lang)
    said |= {name: day.isoformat() for name, day in days.items()}
    said |= {name: told[name][:LONGEST].strip() for name in wrong}
    sort = told.get("sort", "")
    file = told.get("as", "")
    return Asked(
        said=said,
        days=days,
        wrong=wrong,
        sort=sort if sort.removeprefix("-") in grammar.orders else grammar.order,
        page=max(1, number_in(told.get("page", "")) or 1),
        file=file if file in FILES else "",
        usual=grammar.order,
    )


def _days(typed: Mapping[str, str], lang: Lang) -> tuple[dict[str, date], dict[str, str]]:
    """The days among what was typed, and why the rest are none."""
    days, wrong = {}, {}
    for name, text in typed.items():
        if text:
            try:
                days[name] = day_of(text, name)
            except Refused as refused:
                wrong[name] = refusal_words(refused, lang)
    return days, wrong

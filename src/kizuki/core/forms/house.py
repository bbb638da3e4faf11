"""What a company may replace without touching code: editions, which form an item goes on, terms, the guide it follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as with_value
from datetime import date

from msgspec.structs import replace

from kizuki.core.forms.edition import Edition, FormName, edition_among, editions
from kizuki.core.forms.filled import FilledField, Row
from kizuki.core.forms.terms import KnownTerm
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination
from kizuki.core.reporting.documents import forms_of, reports_wanted, with_discharge


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide (手引書) that a company follows: its name, its edition, and its examples by form and box.

    `examples` are by `form.box` (`8.situation`): what a web form shows beside the box, never a value.
    """

    name: str = "医療機器サイバーセキュリティ 不具合等報告の手引書（版は未登録）"
    edition: str = ""
    examples: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class House:
    """The forms of one company: its own editions before ours, the items that it reports on another form, its guide.

    `items` is by the name of the item (`1-チ`), its value the number of the form. `terms` are those of an imported list
    (`kizuki.core.forms.terms.read_terms`) by IMDRF code: their Japanese code and name stand where the record has none.
    """

    own: tuple[Edition, ...] = ()
    items: Mapping[str, int] = field(default_factory=dict)
    terms: Mapping[str, KnownTerm] = field(default_factory=dict)
    guide: Guide = field(default_factory=Guide)

    def edition(self, number: FormName, reported_on: date | None) -> Edition:
        """The edition in use on the day of a report: of a form of which the company holds editions, only these."""
        own = tuple(edition for edition in self.own if edition.number == number)
        return edition_among(own or editions(number), number, reported_on)

    def edition_named(self, number: FormName, edition: str) -> Edition:
        """The edition with this first day, the company's or ours: a report stays in the one it was filled in."""
        held = [*(one for one in self.own if one.number == number), *editions(number)]
        found = next((one for one in held if one.edition == edition), None)
        if found is None:
            raise Refused("edition", f"form {number} is not held in an edition of {edition}")
        return found

    def with_terms(self, found: FilledField) -> FilledField:
        """A box of terms with the Japanese code and name of each, as the company's list has them."""
        if not self.terms or not isinstance(found.value, tuple) or any(isinstance(row, str) for row in found.value):
            return found
        rows = tuple(self._with_term(row) for row in found.value if isinstance(row, Row))
        return with_value(found, value=rows)

    def _with_term(self, row: Row) -> Row:
        term = self.terms.get(row.cell("code"))
        if term is None:
            return row
        listed = (("jfmda", term.jfmda), ("term", term.sure_name))
        added = tuple((key, text) for key, text in listed if text and not row.cell(key))
        return Row((*added, *row.cells))

    def on_its_forms(self, determination: Determination) -> Determination:
        """The determination with each duty on the form that the company's mapping names; findings and days stay."""
        if not self.items:
            return determination
        moved = (replace(duty, form=self.items.get(duty.item, duty.form)) for duty in determination.duties)
        duties = with_discharge(tuple(replace(duty, discharged_with=None) for duty in moved))
        return replace(
            determination,
            duties=duties,
            reports=reports_wanted(duties),
            forms=forms_of(duties, "met"),
            forms_open=forms_of(duties, "open"),
        )


OURS = House()
"""The forms as Kizuki ships them."""

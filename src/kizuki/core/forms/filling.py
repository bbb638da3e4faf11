"""From a case and its determination to a filled form: finds the edition and the module of the form, box by box."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, cast

from kizuki.core.forms.boxes import from_record, not_applicable
from kizuki.core.forms.contradictions import refuse_contradictions
from kizuki.core.forms.document import CaseDocument, Company, Device, Investigation, Measures, Report
from kizuki.core.forms.edition import Box, Edition, FormName
from kizuki.core.forms.filled import FilledField, FilledForm, Notice
from kizuki.core.forms.house import OURS, House
from kizuki.core.forms.judged import Calling, calling_for
from kizuki.core.forms.standpoint import Standpoint, standpoint_of
from kizuki.core.forms.told import told_of
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination

FORMS = {
    "8": "様式第8 医療機器不具合・感染症症例報告書",
    "9": "様式第9 発生率変化調査報告書",
    "10": "様式第10 研究報告／外国措置調査報告書",
    "11": "様式第11 品目指定定期報告書",
    "12": "様式第12 未知非重篤不具合定期報告書",
    "first": "第一報",
}
"""The forms that `kizuki form` knows by name. Each has its editions (TOML) and its module here."""

FIRST = "first"
OF_A_CASE = (8, 9, 10)
"""Forms of one matter of a case, and at most one person; 11 and 12 are of a period, the first report names several."""
OF_A_PERIOD = (11, 12)


class Told(Protocol):
    """What every document has that a form is filled from."""

    @property
    def report(self) -> Report:
        """This report among those of its matter, or of its device."""

    @property
    def company(self) -> Company:
        """Who reports."""

    @property
    def device(self) -> Device:
        """The device as licensed."""

    @property
    def investigation(self) -> Investigation:
        """What was found."""

    @property
    def measures(self) -> Measures:
        """What was and will be done."""


class AnyGround(Protocol):
    """What a box of any form is filled from: the document, the edition, and what may be left open."""

    @property
    def document(self) -> Any:
        """The document (`Told`), with what its own form reads."""

    @property
    def edition(self) -> Edition:
        """The edition that is filled in."""

    @property
    def stand(self) -> Standpoint:
        """What may be left open."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What every box of a form is filled from; the facts of the document are those of the matter and person told."""

    document: CaseDocument
    determination: Determination
    calling: Calling
    edition: Edition
    stand: Standpoint


Derivation = Callable[[Any, Box], FilledField | None]
"""Fills a box from the ground of its form (determination, facts, counts); None leaves it to the record."""


class FormModule(Protocol):
    """What the module of a form (`form_08`) holds."""

    DERIVED: Mapping[str, Derivation]
    WHEN: Mapping[str, Callable[[Any], bool]]

    def notices(self, ground: Any, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
        """What a person should look at before the form goes out."""


def form_name(name: str) -> FormName:
    """The form that is meant by a name of the command line (`8`, `first`); `Refused` lists those that are."""
    if name not in FORMS:
        raise Refused("form", f"{name!r} is not one of: {', '.join(FORMS)}")
    return int(name) if name.isdigit() else name


def fill_form(
    number: int,
    case: CaseDocument,
    determination: Determination,
    *,
    matter: str | None = None,
    person: str | None = None,
    house: House = OURS,
) -> FilledForm:
    """Form 8, 9 or 10 filled from a case document and the determination of its facts, about one matter and at most one
    person.

    `matter` and `person` are ids or positions in the facts (`person` '': no person); what is not named is refused where
    more than one could be meant. Only the facts and items of that matter and person are told, and of the matter without
    a person. Boxes that the rules derive are never taken from the record. `house` holds a company's own editions and
    mapping. Raises `Refused` where the form is none of a case, where the determination does not call for it, where it
    would be complete (完了) while an item is open, and where a closed list has no such value.
    """
    if number not in OF_A_CASE:
        raise Refused("form", f"form {number} is not of one matter of a case; these are: {_listed(OF_A_CASE)}")
    edition = house.edition(number, case.report.reported_on)
    determination = house.on_its_forms(determination)
    told = told_of(number, case.facts, determination, matter, person)
    calling, document = calling_for(number, case, determination, told)
    refuse_contradictions(document, chosen=True)
    stand = standpoint_of(document.report, document.investigation, edition)
    ground = Ground(document, determination, calling, edition, stand)
    return filled_in(number, ground, dated_on=case.report.reported_on or calling.matter.learned_on, house=house)


def filled_in(number: FormName, ground: AnyGround, *, dated_on: date, house: House) -> FilledForm:
    """Every box of the edition filled from the ground of a form; `dated_on` is the day that its print carries."""
    edition, module = ground.edition, module_of(number)
    fields = tuple(_field(box, ground, module, house) for box in edition.boxes)
    return FilledForm(
        number=number,
        edition=edition.edition,
        table=edition,
        fields=fields,
        notices=module.notices(ground, fields),
        dated_on=dated_on,
        name=str(ground.document.report.company_no or ""),
    )


def module_of(number: FormName) -> FormModule:
    """The module that fills a form."""
    stem = f"form_{number:02}" if isinstance(number, int) else f"form_{number}"
    return cast(FormModule, importlib.import_module(f"kizuki.core.forms.{stem}"))


def record_value(document: Any, key: str) -> Any:
    """The value of the record at a dotted key such as `device.brand`; None is not known."""
    value: Any = document
    for part in key.split("."):
        value = getattr(value, part)
    return value


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def _field(box: Box, ground: AnyGround, module: FormModule, house: House) -> FilledField:
    value = _recorded(box, ground)
    if box.when and value is None and not _condition(box, module)(ground):
        return not_applicable(box, f"only_when_{box.when}")
    derived = module.DERIVED[box.id](ground, box) if box.id in module.DERIVED else None
    found = derived or from_record(box, value, box.from_key, ground.stand)
    return house.with_terms(found) if box.type == "terms" else found


def _recorded(box: Box, ground: AnyGround) -> Any:
    try:
        return record_value(ground.document, box.from_key) if box.from_key else None
    except AttributeError:
        reason = f"the record has no key {box.from_key!r}, from which the edition fills this box"
        raise Refused(f"boxes.{box.section}.{box.id}.from", reason) from None


def _condition(box: Box, module: FormModule) -> Callable[[Any], bool]:
    try:
        return module.WHEN[box.when]
    except KeyError:
        known = ", ".join(sorted(module.WHEN))
        raise Refused(f"boxes.{box.section}.{box.id}.when", f"{box.when!r} is not one of: {known}") from None

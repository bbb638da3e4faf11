"""From a case and its determination to a filled form: finds the edition and the module of the form, box by box."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from kizuki.core.forms.boxes import from_record, not_applicable
from kizuki.core.forms.contradictions import refuse_contradictions
from kizuki.core.forms.document import CaseDocument
from kizuki.core.forms.edition import Box, Edition, edition_for, editions
from kizuki.core.forms.filled import FilledField, FilledForm, Notice
from kizuki.core.forms.judged import Calling, calling_for
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
"""The forms that `kizuki form` knows by name. One is built when its edition (TOML) and its module stand here."""

INSTEAD = {"first": "a draft of form 8 (`kizuki form 8 CASE.json --draft --pdf FILE`) carries what a 第一報 tells"}
"""What to do where a form is not built; the others are filled in on the official form."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What every box of a form is filled from; the facts of the document are those of the matter and person told."""

    document: CaseDocument
    determination: Determination
    calling: Calling
    edition: Edition


Derivation = Callable[[Ground, Box], FilledField | None]
"""Fills a box from the determination and the facts; None leaves it to the record."""


class FormModule(Protocol):
    """What the module of a form (`form_08`) holds."""

    DERIVED: Mapping[str, Derivation]
    WHEN: Mapping[str, Callable[[Ground], bool]]

    def notices(self, ground: Ground, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
        """What a person should look at before the form goes out."""


def form_number(name: str) -> int:
    """The number of a form that is built; `Refused` says what to do where it is not built or not known."""
    if name not in FORMS:
        raise Refused("form", f"{name!r} is not one of: {', '.join(FORMS)}")
    if not name.isdigit() or not editions(int(name)):
        instead = INSTEAD.get(name, f"`kizuki assess` gives its duty and due day; fill in the official form {name}")
        raise Refused("form", f"{FORMS[name]} is not built in this release (form 8 is); {instead}")
    return int(name)


def fill_form(
    number: int,
    case: CaseDocument,
    determination: Determination,
    *,
    matter: str | None = None,
    person: str | None = None,
) -> FilledForm:
    """The form filled from a case document and the determination of its facts, about one matter and at most one person.

    `matter` and `person` are ids or positions in the facts (`person` '': no person); what is not named is refused where
    more than one could be meant. Only the facts and items of that matter and person are told, and of the matter without
    a person. Boxes that the rules derive are never taken from the record. Raises `Refused` where the form is not built,
    where the determination does not call for it, where it would be complete (完了) while an item is open, and where a
    closed list has no such value.
    """
    form_number(str(number))
    edition = edition_for(number, case.report.reported_on)
    told = told_of(number, case.facts, determination, matter, person)
    calling, document = calling_for(number, case, determination, told)
    refuse_contradictions(document, chosen=True)
    ground = Ground(document, determination, calling, edition)
    module = cast(FormModule, importlib.import_module(f"kizuki.core.forms.form_{number:02}"))
    fields = tuple(_field(box, ground, module) for box in edition.boxes)
    return FilledForm(
        number=number,
        edition=edition.edition,
        fields=fields,
        notices=module.notices(ground, fields),
        dated_on=case.report.reported_on or calling.matter.learned_on,
        name=str(case.report.company_no or ""),
    )


def record_value(document: CaseDocument, key: str) -> Any:
    """The value of the record at a dotted key such as `device.brand`; None is not known."""
    value: Any = document
    for part in key.split("."):
        value = getattr(value, part)
    return value


def _field(box: Box, ground: Ground, module: FormModule) -> FilledField:
    value = record_value(ground.document, box.from_key) if box.from_key else None
    if box.when and value is None and not module.WHEN[box.when](ground):
        return not_applicable(box, f"only_when_{box.when}")
    derived = module.DERIVED[box.id](ground, box) if box.id in module.DERIVED else None
    return derived or from_record(box, value, box.from_key, ground.document.report)

"""Report forms: their boxes per edition, and how a case with its determination fills each of them."""

from kizuki.core.forms.document import CaseDocument
from kizuki.core.forms.edition import Box, Edition, FormName, Group, Section, edition_for, edition_of, editions
from kizuki.core.forms.filled import FilledField, FilledForm, Notice, Row, Standing
from kizuki.core.forms.filling import FORMS, OF_A_CASE, OF_A_PERIOD, fill_form, form_name
from kizuki.core.forms.filling_period import fill_period
from kizuki.core.forms.form_first import fill_first
from kizuki.core.forms.house import OURS, Guide, House
from kizuki.core.forms.period import CountedBefore, Period, PeriodDocument, PeriodEvent, Shipped, counts_of
from kizuki.core.forms.reading import read_case_document, read_period_document
from kizuki.core.forms.shown import edition_in_use, form_json, notice_text, part_name, printed, western_day, why_text

__all__ = [
    "FORMS",
    "OF_A_CASE",
    "OF_A_PERIOD",
    "OURS",
    "Box",
    "CaseDocument",
    "CountedBefore",
    "Edition",
    "FilledField",
    "FilledForm",
    "FormName",
    "Group",
    "Guide",
    "House",
    "Notice",
    "Period",
    "PeriodDocument",
    "PeriodEvent",
    "Row",
    "Section",
    "Shipped",
    "Standing",
    "counts_of",
    "edition_for",
    "edition_in_use",
    "edition_of",
    "editions",
    "fill_first",
    "fill_form",
    "fill_period",
    "form_json",
    "form_name",
    "notice_text",
    "part_name",
    "printed",
    "read_case_document",
    "read_period_document",
    "western_day",
    "why_text",
]

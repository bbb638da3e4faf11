"""Report forms: their boxes per edition, and how a case with its determination fills each of them."""

from kizuki.core.forms.document import CaseDocument
from kizuki.core.forms.edition import Box, Edition, Group, Section, edition_for, editions
from kizuki.core.forms.filled import FilledField, FilledForm, Notice, Row, Standing
from kizuki.core.forms.filling import FORMS, fill_form, form_number
from kizuki.core.forms.reading import read_case_document
from kizuki.core.forms.shown import edition_in_use, form_json, notice_text, part_name, printed, western_day, why_text

__all__ = [
    "FORMS",
    "Box",
    "CaseDocument",
    "Edition",
    "FilledField",
    "FilledForm",
    "Group",
    "Notice",
    "Row",
    "Section",
    "Standing",
    "edition_for",
    "edition_in_use",
    "editions",
    "fill_form",
    "form_json",
    "form_number",
    "notice_text",
    "part_name",
    "printed",
    "read_case_document",
    "western_day",
    "why_text",
]

"""A filled form or questionnaire as a workbook (Excel): every box with its state and source, as texts."""

from kizuki.gateways.xlsx.forms import PrintedWorkbook, form_workbook, write_workbook
from kizuki.gateways.xlsx.questionnaires import SheetOnPaper, sheet_workbook

__all__ = ["PrintedWorkbook", "SheetOnPaper", "form_workbook", "sheet_workbook", "write_workbook"]

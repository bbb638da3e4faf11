"""A filled form, a questionnaire or a list as a workbook (Excel): every box with its state and source, as texts."""

from kizuki.gateways.xlsx.forms import PrintedWorkbook, form_workbook, write_workbook
from kizuki.gateways.xlsx.ledgers import ledger_workbook
from kizuki.gateways.xlsx.questionnaires import SheetOnPaper, sheet_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""

__all__ = [
    "XLSX",
    "PrintedWorkbook",
    "SheetOnPaper",
    "form_workbook",
    "ledger_workbook",
    "sheet_workbook",
    "write_workbook",
]

"""A filled form as a workbook (Excel): every box with its state and source, each table of it on a sheet of its own."""

from kizuki.gateways.xlsx.forms import PrintedWorkbook, form_workbook, write_workbook

__all__ = ["PrintedWorkbook", "form_workbook", "write_workbook"]

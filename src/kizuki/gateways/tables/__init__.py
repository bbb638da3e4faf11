"""Excel and CSV: tables read as text, and templates and lists written."""

from kizuki.gateways.tables.reading import read_table
from kizuki.gateways.tables.writing import template_named, write_csv, write_template

__all__ = ["read_table", "template_named", "write_csv", "write_template"]

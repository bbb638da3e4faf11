"""Excel and CSV: tables read as text, and templates written."""

from kizuki.gateways.tables.reading import read_table
from kizuki.gateways.tables.writing import write_template

__all__ = ["read_table", "write_template"]

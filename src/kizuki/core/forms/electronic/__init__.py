"""The electronic report as our own canonical JSON, with its schema: what a writer of PMDA's format would start from."""

from kizuki.core.forms.electronic.report import FORMAT, VERSION, ElectronicReport, electronic_json, item_of
from kizuki.core.forms.electronic.schema import schema

__all__ = ["FORMAT", "VERSION", "ElectronicReport", "electronic_json", "item_of", "schema"]

"""Documents printed by Typst: report forms as ruled A4 pages in PDF/A with embedded fonts."""

from kizuki.gateways.typst.binder import PrintedBinder, print_binder
from kizuki.gateways.typst.printing import PrintedForm, draw_form, print_form
from kizuki.gateways.typst.typeface import FontsMissing, Typeface, typeface
from kizuki.gateways.typst.writing import write_pdf

__all__ = [
    "FontsMissing",
    "PrintedBinder",
    "PrintedForm",
    "Typeface",
    "draw_form",
    "print_binder",
    "print_form",
    "typeface",
    "write_pdf",
]

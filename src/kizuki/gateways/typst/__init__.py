"""Documents printed by Typst: report forms as ruled A4 pages in PDF/A with embedded fonts."""

from kizuki.gateways.typst.binder import PrintedBinder, print_binder
from kizuki.gateways.typst.letter import draw_letter, print_letter
from kizuki.gateways.typst.printing import PrintedForm, draw_form, print_form
from kizuki.gateways.typst.typeface import FontsMissing, Typeface, typeface
from kizuki.gateways.typst.writing import write_pdf

__all__ = [
    "FontsMissing",
    "PrintedBinder",
    "PrintedForm",
    "Typeface",
    "draw_form",
    "draw_letter",
    "print_binder",
    "print_form",
    "print_letter",
    "typeface",
    "write_pdf",
]

"""CSAF documents (OASIS, 2.0 and 2.1) as values: who says what of which product, and what could not be told."""

from kizuki.core.csaf.reading import looks_like_csaf, read_csaf
from kizuki.core.csaf.shapes import CsafDocument, Product, Score, StatusOf, Unclear, Vulnerability

__all__ = [
    "CsafDocument",
    "Product",
    "Score",
    "StatusOf",
    "Unclear",
    "Vulnerability",
    "looks_like_csaf",
    "read_csaf",
]

"""People: who may do what at which step of GVP, who may not approve what they wrote, and who stands in for whom."""

from kizuki.core.people.matrix import ROLES, Row, matrix, may, row_of

__all__ = ["ROLES", "Row", "matrix", "may", "row_of"]

"""People: who may do what at which step of GVP, who may not approve what they wrote, and who stands in for whom."""

from kizuki.core.people.matrix import ROLES, Row, matrix, may, row_of
from kizuki.core.people.scopes import SCOPES, scope_of
from kizuki.core.people.second_person import GROUNDS, LONGEST_DAYS, SIGNING_ROLES, own_second_look_from, too_near

__all__ = [
    "GROUNDS",
    "LONGEST_DAYS",
    "ROLES",
    "SCOPES",
    "SIGNING_ROLES",
    "Row",
    "matrix",
    "may",
    "own_second_look_from",
    "row_of",
    "scope_of",
    "too_near",
]

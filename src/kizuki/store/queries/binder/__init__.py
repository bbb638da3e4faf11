"""The inspection binder of a case: sections, each from its own query, in the order in which an inspector asks."""

from kizuki.store.queries.binder.binding import Binder, binder_of
from kizuki.store.queries.binder.shapes import Block, Paper, Section

__all__ = ["Binder", "Block", "Paper", "Section", "binder_of"]

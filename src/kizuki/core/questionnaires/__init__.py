"""The questionnaires that hospitals send to makers: editions as data, and how each box answers itself from facts."""

from kizuki.core.questionnaires.answering import Box, Known, answered, filled_share
from kizuki.core.questionnaires.editions import EDITIONS, Edition, Item, edition_of, loaded

__all__ = ["EDITIONS", "Box", "Edition", "Item", "Known", "answered", "edition_of", "filled_share", "loaded"]

"""Hospitals as those who are told: who is responsible for what around EOS, and what stays withheld from them."""

from kizuki.core.hospitals.duties import DUTIES, PARTIES, Line, Responsible, checked, gaps, said_of

__all__ = ["DUTIES", "PARTIES", "Line", "Responsible", "checked", "gaps", "said_of"]

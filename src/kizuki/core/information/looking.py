"""What is looked at by people because no feed reads it: kinds of sources of a collection plan (収集計画)."""

from __future__ import annotations

from kizuki.core.information.sources import sources

CONTACTS = "contacts"
"""The directory of contacts: whether addresses, telephone numbers and persons in charge still hold."""

KINDS = (*(code for code in sources() if code != "own_finding"), CONTACTS)
"""The sources of safety information (GVP省令7条1項; notification 5), and the directory of contacts."""

LONGEST_DAYS = 366
"""A source is looked at once a year at least."""

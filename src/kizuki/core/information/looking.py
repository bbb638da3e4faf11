"""What is looked at by people because no feed reads it: kinds of sources of a collection plan (収集計画)."""

from __future__ import annotations

from kizuki.core.information.sources import sources

CONTACTS = "contacts"
"""The directory of contacts: whether addresses, telephone numbers and persons in charge still hold."""

KINDS = (*(code for code in sources() if code != "own_finding"), CONTACTS)
"""The sources of safety information (GVP省令7条1項; notification 5), and the directory of contacts."""

LONGEST_DAYS = 366
"""A source is looked at once a year at least."""

NOTICES = ("pmda", "mhlw", "prefecture", "foreign_authority", "jpcert", "ipa", "isac", "police", "cabinet", "meti")
"""The sources whose information is a notice (注意喚起): for each device it is said what was done about it."""

ANSWERS = ("done", "planned", "not_concerned")
"""What is said of a device after a notice; a device of which nothing was said is open, which is none of them."""

"""When whom is reminded of what is owed, and in which word; nobody can switch a statutory one off."""

from kizuki.core.reminding.days import AHEAD, Owed, Reminder, reminder_of
from kizuki.core.reminding.people import reminded_roles

__all__ = ["AHEAD", "Owed", "Reminder", "reminded_roles", "reminder_of"]

"""Mail: which server takes it, from which hour of the day on reminders are sent, and where the pages are."""

import os

from kizuki.core.refusal import Refused
from kizuki.gateways.mail.sending import mail_server_of

MAIL = mail_server_of(os.environ)
"""None: no mail is sent, and every page says that nobody is reminded."""


def _hour(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 23:
        raise Refused("KIZUKI_REMIND_HOUR", f"{text} is no hour from 0 to 23")
    return int(text)


REMIND_HOUR = _hour(os.environ.get("KIZUKI_REMIND_HOUR", "").strip() or "7")
"""In Japan."""

ADDRESS = os.environ.get("KIZUKI_ADDRESS", "").strip().rstrip("/")
"""Where people open the pages, as mails name it; '' leaves it out."""

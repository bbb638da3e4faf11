"""A Friday evening: mails leave, and somebody is on duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from kizuki.actions.duty.plan_turn import plan_turn
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.actions.people.signing import person_of
from kizuki.gateways.mail.sending import MailServer
from kizuki.store.record.clock import standing_at
from tests.actions.duty.evening import FRIDAY
from tests.actions.obligations.desk import Desk
from tests.actions.office import person
from tests.mail_server import MailBox, mail_box


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_box() as server:
        named = MailServer("127.0.0.1", server.port, "none", "kizuki@example.jp")
        with override_settings(MAIL=named, ADDRESS="https://kizuki.example.jp", WEBHOOKS=()):
            yield server


@pytest.fixture
def desk() -> Desk:
    """`suzuki` is on duty at the weekend, `kato` after them; everybody has an address."""
    made = Desk()
    office: Any = made.office
    office.suzuki = person("suzuki", "psirt")
    for name in ("ito", "sato", "tanaka", "kato", "suzuki"):
        set_mail_address(person_of(getattr(office, name)), f"{name}@example.jp", actor=getattr(office, name))
    with standing_at(FRIDAY - timedelta(days=1)):
        plan_turn(
            person_of(office.suzuki), person_of(office.kato), begins_at=FRIDAY - timedelta(hours=2),
            ends_at=FRIDAY + timedelta(days=2), actor=office.sato,
        )  # fmt: skip
    return made

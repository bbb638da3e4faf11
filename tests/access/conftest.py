"""The record of the cast, made once a module; pages without static files and no failed sign-in remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.access.asking import undone
from tests.access.cast import World, move_in
from tests.access.whole import Whole, fill_up
from tests.web.conftest import no_failures_remembered, plain_static_files

__all__ = ["no_failures_remembered", "plain_static_files"]


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around the tests of a module: each of them goes back to what stands in it, and its end to nothing."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=hashers), undone():
        yield


@pytest.fixture(scope="module")
def world(standing: None) -> World:
    """The users, and what is secret to some of them."""
    return move_in()


@pytest.fixture(scope="module")
def whole(standing: None) -> Whole:
    """The same, with a row of every table."""
    return fill_up()

"""Pages without collected static files, and no failed sign-in remembered: as in the tests of the web."""

from __future__ import annotations

from tests.web.conftest import no_failures_remembered, plain_static_files

__all__ = ["no_failures_remembered", "plain_static_files"]

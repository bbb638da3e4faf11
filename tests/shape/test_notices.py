"""The list of parts of others, and the gate that their licences pass."""

from __future__ import annotations

import pytest

from tools import notices


def test_a_licence_that_nobody_looked_at_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "python_parts", lambda: [("part", "1.0", "SSPL-1.0")])
    with pytest.raises(SystemExit, match=r"part 1\.0: SSPL-1\.0"):
        notices.drawn()
    monkeypatch.setattr(notices, "python_parts", lambda: [("part", "1.0", "")])
    with pytest.raises(SystemExit, match="no licence"):
        notices.drawn()


def test_every_direct_part_is_on_the_list() -> None:
    names = {name for name, _, _ in notices.python_parts()}
    assert {"django", "procrastinate", "psycopg-binary", "granian", "msgspec"} <= names
    assert "pytest" not in names

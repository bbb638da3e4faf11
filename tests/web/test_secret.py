"""The key that signs sessions: made once, closed to others, never empty."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kizuki.core.refusal import Refused
from kizuki.settings.secret import secret_key


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret-key"
    key = secret_key(file)
    assert len(key) >= 50
    assert secret_key(file) == key
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["secret-key"]


def test_two_keys_are_never_the_same(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_starters_at_the_same_time_end_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starters:
        keys = set(starters.map(lambda _number: secret_key(tmp_path / "secret-key"), range(8)))
    assert len(keys) == 1


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    secret_key(file)
    file.chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        secret_key(file)


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    file.touch(mode=0o600)
    with pytest.raises(Refused, match="holds no key"):
        secret_key(file)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="secret-key: "):
        secret_key(tmp_path / "file" / "secret-key")

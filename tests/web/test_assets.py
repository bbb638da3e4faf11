"""Static files: only what is named, nothing missing, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from kizuki.core.refusal import Refused
from kizuki.web.npm_files import named_files

WEB = Path(__file__).resolve().parents[2] / "src" / "kizuki" / "web"


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """Everything that the server would serve, under hashed names."""
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {"staticfiles": {"BACKEND": "kizuki.web.assets.HashedFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "collected"


def test_every_font_that_the_style_sheets_name_is_collected(collected: Path) -> None:
    sheets = [sheet for sheet in (collected / "npm" / "biz-udpgothic").glob("*.css") if sheet.name.count(".") == 2]
    assert len(sheets) == 2
    for sheet in sheets:
        named = re.findall(r'url\("(\./files/[^"]+\.woff2)"\)', sheet.read_text())
        assert len(named) == 124
        assert all((sheet.parent / name).is_file() for name in named)


def test_only_named_files_leave_node_modules(collected: Path, settings: Any) -> None:
    served = {str(file.relative_to(collected)) for file in collected.rglob("*") if file.is_file()}
    plain = {name for name in served if name.startswith("npm/") and not re.search(r"\.[0-9a-f]{12}\.|\.gz$", name)}
    assert plain == set(named_files(settings.NPM_FILES))


def test_licences_are_served_with_what_they_license(collected: Path) -> None:
    assert "MIT License" in (collected / "npm/licences/design-tokens.txt").read_text()
    assert "SIL Open Font License" in (collected / "npm/licences/biz-udpgothic.txt").read_text()


def test_a_missing_file_is_refused_and_says_what_to_do(settings: Any, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    with pytest.raises(Refused, match="make setup") as refusal:
        call_command("collectstatic", interactive=False, verbosity=0)
    assert "node_modules/@digital-go-jp/design-tokens/dist/tokens.css" in str(refusal.value)


def test_numbers_and_names_stand_for_one_file_each() -> None:
    row = {"package": "p", "file": "f-{n}.woff2", "served": "s/{n}.woff2", "numbers": [0, 1], "names": ["latin"]}
    assert named_files([row]) == {
        "s/0.woff2": "p/f-0.woff2",
        "s/1.woff2": "p/f-1.woff2",
        "s/latin.woff2": "p/f-latin.woff2",
    }


def test_two_files_under_one_name_are_refused() -> None:
    row = {"package": "p", "file": "a.css", "served": "a.css"}
    with pytest.raises(Refused, match="stands twice"):
        named_files([row, row])


def test_our_style_sheets_use_no_colour_that_is_not_a_token() -> None:
    allowed = {"#f7f7f8"}  # the ground: lighter than the lightest grey of the palette
    for sheet in (WEB / "static" / "kizuki" / "css").glob("*.css"):
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text())) <= allowed


def test_every_token_that_our_style_sheets_use_exists(settings: Any) -> None:
    tokens = (settings.NODE_MODULES / "@digital-go-jp/design-tokens/dist/tokens.css").read_text()
    ours = "".join(sheet.read_text() for sheet in (WEB / "static" / "kizuki" / "css").glob("*.css"))
    defined = set(re.findall(r"(--[a-z0-9-]+):", tokens + ours))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", ours))
    assert used <= defined

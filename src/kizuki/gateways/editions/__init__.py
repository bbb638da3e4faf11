"""A company's own forms: a folder of TOML (editions, mapping, guide), a list of terms, Typst files for their layout."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kizuki.core.forms import FORMS, OURS, Edition, Guide, House, edition_of
from kizuki.core.forms.terms import KnownTerm, read_terms, with_list
from kizuki.core.refusal import Refused

ENVIRONMENT = "KIZUKI_FORMS"
"""Names the folder; without it the forms are those that Kizuki ships."""
ITEMS, GUIDE, TERMS = "items.toml", "guide.toml", "terms.csv"
"""Which form an item goes on, the guide (手引書) that is followed, and the official list of terms; any other `.toml` of
the folder is one edition of one form."""


def house(folder: Path | None = None) -> House:
    """The forms of the company from a folder: the one given, else the one that KIZUKI_FORMS names, else ours.

    Raises `Refused` with the file and the key for a folder that is not there, a table that cannot be read, a form or
    item that does not exist, and a layout that does not stand in the folder itself.
    """
    if folder is None:
        named = os.environ.get(ENVIRONMENT)
        if not named:
            return OURS
        folder = Path(named)
    if not folder.is_dir():
        raise Refused("forms", f"is not a folder; {ENVIRONMENT} names it", file=str(folder))
    files = sorted(path for path in folder.iterdir() if path.suffix in (".toml", ".csv"))
    stamps = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return _read(folder.resolve(), stamps)


@lru_cache(maxsize=4)
def _read(folder: Path, stamps: tuple[tuple[str, int, int], ...]) -> House:
    """The folder as its files now stand; `stamps` are what it is remembered by."""
    names = [name for name, _, _ in stamps]
    editions = [_edition(folder, name) for name in names if name.endswith(".toml") and name not in (ITEMS, GUIDE)]
    return House(
        own=tuple(sorted(editions, key=lambda edition: (str(edition.number), edition.edition))),
        items=_items(folder / ITEMS) if ITEMS in names else {},
        terms=with_list(_terms(folder / TERMS)) if TERMS in names else {},
        guide=_guide(folder / GUIDE) if GUIDE in names else OURS.guide,
    )


def _edition(folder: Path, name: str) -> Edition:
    try:
        edition = edition_of(_table(folder / name))
    except Refused as refused:
        raise refused.in_file(str(folder / name)) from None
    if str(edition.number) not in FORMS:
        raise Refused("number", f"{edition.number!r} is not one of: {', '.join(FORMS)}", file=str(folder / name))
    if not edition.layout:
        return edition
    layout = folder / edition.layout
    if layout.parent != folder or layout.is_symlink() or not layout.is_file():
        raise Refused("layout", f"{edition.layout!r} is no file of this folder", file=str(folder / name))
    return replace(edition, layout=str(layout))


def _items(path: Path) -> dict[str, int]:
    table = _table(path).get("items", {})
    for item, form in table.items():
        if str(form) not in FORMS or not isinstance(form, int):
            raise Refused(f"items.{item}", f"{form!r} is not the number of a form", file=str(path))
    return dict(table)


def _guide(path: Path) -> Guide:
    table = _table(path)
    unknown = next((key for key in table if key not in ("name", "edition", "examples")), None)
    if unknown:
        raise Refused(unknown, "unknown key: name, edition, examples", file=str(path))
    return Guide(**table)


def _terms(path: Path) -> tuple[KnownTerm, ...]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return read_terms(content.decode(encoding))
        except UnicodeDecodeError:
            continue
        except Refused as refused:
            raise refused.in_file(str(path)) from None
    raise Refused("", "is neither UTF-8 nor CP932", file=str(path))


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Refused("", f"is no TOML: {fault}", file=str(path)) from None

"""The typeface of the forms, BIZ UDPGothic: where its files are, and which characters it has."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from kizuki.core.refusal import Refused

FAMILY = "BIZ UDPGothic"
FILES = ("400Regular/BIZUDPGothic_400Regular.ttf", "700Bold/BIZUDPGothic_700Bold.ttf")
"""The files of the family below its folder, as its npm package lays them out."""
ENVIRONMENT = "KIZUKI_FONTS"
_PACKAGE = Path("node_modules/@expo-google-fonts/biz-udpgothic")

GETA = "〓"
"""What Japanese typesetting puts where a character cannot be set."""

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
"""Characters that show nothing: dropped, and not counted as missing."""


class FontsMissing(Refused):
    """The files of the typeface are not where they are looked for."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """The fonts as Typst takes them, and the characters that every weight has."""

    fonts: typst.Fonts
    characters: frozenset[int]
    variants: frozenset[tuple[int, int]]

    def printable(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text as it can be set, and the characters (or variants of one) that cannot, in order.

        Kana with a separate voicing mark are composed, tabs become spaces, and what the fonts lack becomes 〓. A
        variant of a kanji that they lack is set in its plain form and named all the same.
        """
        set_text: list[str] = []
        lacking: list[str] = []
        for character in _composed(text):
            if character in "\n\t ":
                set_text.append(" " if character == "\t" else character)
            elif character in _INVISIBLE:
                continue
            elif unicodedata.category(character) == "Mn" and 0xE0100 <= ord(character) <= 0xE01EF:
                before = set_text[-1] if set_text else ""
                if (ord(character), ord(before[-1]) if before else 0) in self.variants:
                    set_text.append(character)
                else:
                    lacking.append(before + character)
            elif ord(character) in self.characters and unicodedata.category(character) != "Cc":
                set_text.append(character)
            else:
                lacking.append(character)
                set_text.append(GETA)
        return "".join(set_text), tuple(dict.fromkeys(lacking))


def typeface(folder: Path | None = None) -> Typeface:
    """The typeface from a folder: the one given, else the one that KIZUKI_FONTS names, else that of the checkout.

    Raises `FontsMissing`, which names the folder and what installs it.
    """
    if folder is None:
        named = os.environ.get(ENVIRONMENT)
        folder = Path(named) if named else _folder_of_the_checkout()
    lacking = next((name for name in FILES if not (folder / name).is_file()), None)
    if lacking:
        raise FontsMissing(
            "fonts", f"{FAMILY} is not in {folder} ({lacking}); `make setup` installs it, {ENVIRONMENT} names another"
        )
    return _read(folder.resolve())


def _folder_of_the_checkout() -> Path:
    """The npm package of the typeface in the nearest folder above this file that has it, else in the working one."""
    found = next((up / _PACKAGE for up in Path(__file__).resolve().parents if (up / _PACKAGE).is_dir()), None)
    return found or Path.cwd() / _PACKAGE


@lru_cache(maxsize=4)
def _read(folder: Path) -> Typeface:
    folders = [(folder / name).parent for name in FILES]
    characters: list[set[int]] = []
    variants: list[set[tuple[int, int]]] = []
    for name in FILES:
        with TTFont(folder / name, lazy=True) as font:
            characters.append(set(font.getBestCmap()))
            variants.append(_variants(font))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return Typeface(fonts, frozenset(set.intersection(*characters)), frozenset(set.intersection(*variants)))


def _variants(font: TTFont) -> set[tuple[int, int]]:
    tables = (table for table in font["cmap"].tables if table.format == 14)
    return {(selector, base) for table in tables for selector, rows in table.uvsDict.items() for base, _ in rows}


def _composed(text: str) -> str:
    """The text with kana and a separate voicing mark as one character; every other character is left as it is."""
    if "\u3099" not in text and "\u309a" not in text:
        return text
    out: list[str] = []
    for character in text:
        joined = unicodedata.normalize("NFC", out[-1] + character) if out and character in "\u3099\u309a" else ""
        if len(joined) == 1:
            out[-1] = joined
        else:
            out.append(character)
    return "".join(out)

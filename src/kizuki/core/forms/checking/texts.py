"""What no text of a report may hold: names of persons and hospitals, addresses, vulnerabilities under embargo."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kizuki.core.forms.checking.finding import Finding, found
from kizuki.core.forms.checking.product import plain
from kizuki.core.forms.checking.situation import ToCheck, text_of

_CODES = {
    "person": "names_a_person",
    "hospital": "names_a_hospital",
    "address": "names_an_address",
    "vulnerability": "embargoed_vulnerability",
}
LEAST_LETTERS = 2
"""A name of one letter is in every text."""

_ADDRESS = re.compile(
    r"(?<![0-9A-Za-z０-９-])(?:〒?\d{3}-\d{4}|0\d{1,4}-\d{1,4}-\d{3,4})(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+"
)
"""A postal code, a number of a telephone, an address of mail. A part of a longer number (CVE-2024-1086) is none."""


def nothing_that_names(it: ToCheck) -> Iterator[Finding]:
    """Each text that people worded, against the words that are to be kept out of it."""
    ours = {plain(number) for text in it.ours for number in _ADDRESS.findall(unicodedata.normalize("NFKC", text))}
    for box in it.playing("worded"):
        text = text_of(box.value)
        for kind, code in _CODES.items():
            for name in it.keep_out.get(kind, ()):
                if len(plain(name)) >= LEAST_LETTERS and _holds(text, name):
                    yield found(code, box.id, box.source, name=name)
        for number in _ADDRESS.findall(text):
            if plain(number) in ours:
                continue
            yield found("names_an_address", box.id, box.source, name=number)


def _holds(text: str, name: str) -> bool:
    """Japanese names stand anywhere in a text, whatever blanks are in them; what is written in Latin letters is a word of
    its own: Ito is not said in monitor, nor CVE-2026-1 in CVE-2026-12."""
    if not name.isascii():
        return plain(name) in plain(text)
    words = r"\s*".join(re.escape(word) for word in name.casefold().split())
    said = unicodedata.normalize("NFKC", text).casefold()
    return re.search(rf"(?<![0-9a-z]){words}(?![0-9a-z])", said) is not None

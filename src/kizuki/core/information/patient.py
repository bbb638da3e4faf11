"""Whom a piece of information is about, as far as the forms ask it: initials, age, sex; one text that reads both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_LABELS = {"initials": "イニシャル", "age": "年齢", "sex": "性別"}
SEXES = {"male": "男", "female": "女", "unknown": "不明"}
"""Codes of the forms, and the word of each on paper."""


@dataclass(frozen=True, slots=True)
class PatientTold:
    """Initials and never a name; age in years or in words (70代, 不明); `sex` is a code of SEXES. Each '' while nobody
    said it."""

    initials: str = ""
    age: str = ""
    sex: str = ""

    def text(self) -> str:
        """The text that is kept; '' where nothing was said.

        >>> PatientTold("A.K.", "72", "female").text()
        'イニシャル：A.K.／年齢：72／性別：女'
        """
        told = {"initials": self.initials, "age": self.age, "sex": SEXES.get(self.sex, "")}
        return "／".join(f"{_LABELS[name]}：{_plain(words)}" for name, words in told.items() if _plain(words))

    def part(self) -> dict[str, Any]:
        """What the part `patient` of a case takes over of it: a bare age is a number of years.

        >>> PatientTold("", "７２歳", "male").part()
        {'age': 72, 'sex': 'male'}
        """
        age = _plain(self.age).removesuffix("歳")
        told = {"initials": _plain(self.initials), "age": int(age) if age.isdecimal() else _plain(self.age)}
        return {name: said for name, said in (told | {"sex": self.sex}).items() if said != ""}


def patient_in(text: str) -> PatientTold:
    """What a kept text says of a patient; nothing for the free words of another source, which a person reads.

    >>> patient_in("イニシャル：A.K.／年齢：72／性別：女")
    PatientTold(initials='A.K.', age='72', sex='female')
    >>> patient_in("72歳女性（A.K.）")
    PatientTold(initials='', age='', sex='')
    """
    found = dict(part.split("：", 1) for part in text.split("／") if "：" in part)
    codes = {word: code for code, word in SEXES.items()}
    if not found.keys() <= {*_LABELS.values()}:
        return PatientTold()
    sex = codes.get(found.get(_LABELS["sex"], ""), "")
    return PatientTold(found.get(_LABELS["initials"], ""), found.get(_LABELS["age"], ""), sex)


def _plain(words: str) -> str:
    """Without the marks that part one thing from the next."""
    return " ".join(words.replace("／", "/").replace("：", ":").split())

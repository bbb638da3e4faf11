"""The fields of forms: each reads one thing that people type, and refuses it beside itself in the reader's language.

Labels and hints are ids of the glossary: `DoorForm` puts the words in their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django import forms

from kizuki.actions.rows import one_kind_of_line_end
from kizuki.core.documents import MAX_BYTES
from kizuki.core.forms.finding_terms import find_terms
from kizuki.core.forms.terms import called, known_terms, term_of
from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of
from kizuki.web.numbers import number_in
from kizuki.web.typed import time_read

DAY_HINT = "door.hint.day"
"""In which ways a day may be written: said of every one."""

Offer = Callable[[Any], Iterable[tuple[str, str]]]
"""From what is being done (`Doing`) to the values that may be chosen, each with its words."""

_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
"""Digits as they are typed in Japanese; `²` and `①` are no digits."""


def _plain(value: Any) -> str:
    """What was typed as a number, in narrow digits and without the marks between thousands."""
    return str("" if value is None else value).strip().translate(_WIDE).replace(",", "")


class Line(forms.CharField):
    """A line of text."""

    def __init__(self, label: str, *, longest: int = 200, hint: str = "", required: bool = True, **more: Any) -> None:
        super().__init__(label=label, help_text=hint, max_length=longest, required=required, **more)


class Term(Line):
    """A term of IMDRF: the browser offers those that fit what is typed; without that a code or some words will do, and
    where these mean several terms, the refusal names them."""

    def __init__(self, label: str, *, annexes: str, hint: str = "", required: bool = True) -> None:
        super().__init__(label, hint=hint, required=required)
        self.annexes = annexes
        self.lang: Lang = "ja"
        self.widget.attrs |= {"list": f"terms-{annexes}", "autocapitalize": "none", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        """The code of the one term that is meant."""
        text = super().to_python(value) or ""
        code = text.partition(" ")[0].upper()
        if not text or term_of(code) is not None:
            return code
        found = find_terms(known_terms(), text, self.annexes, most=6)
        if len(found) == 1:
            return found[0].code
        names = "／".join(called(term.code, self.lang) for term in found[:5])
        word = "no_term" if not found else "which_term"
        raise forms.ValidationError(self.error_messages[word] + (names if found else ""), code=word)


class Words(Line):
    """Text of several lines."""

    def __init__(self, label: str, *, longest: int = 10_000, rows: int = 3, **more: Any) -> None:
        super().__init__(label, longest=longest, widget=forms.Textarea(attrs={"rows": rows}), **more)

    def to_python(self, value: Any) -> str:
        """With one kind of line end: a browser sends two signs for each, which would be counted twice and kept."""
        return one_kind_of_line_end(super().to_python(value) or "")


class Password(Line):
    """The password, once more, for a signature."""

    def __init__(self, label: str = "report_page.password_again") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(label, longest=500, strip=False, widget=widget)


class Code(Line):
    """A code of the second factor: six digits of the app, or one of the codes for the day on which it is lost."""

    def __init__(self, label: str = "second_factor.code", *, hint: str = "second_factor.code_hint") -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "class": "short"}
        super().__init__(label, longest=40, hint=hint, widget=forms.TextInput(attrs=attrs))


class NewPassword(Line):
    """A password that its owner chooses."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(label, longest=500, hint=hint, strip=False, widget=widget)


class Hidden(forms.CharField):
    """What the page says of itself: the digest of what was shown, the revision that was read."""

    def __init__(self) -> None:
        super().__init__(max_length=200, required=False, widget=forms.HiddenInput)


class Day(forms.Field):
    """A day, as people write it: 2026/6/1, 令和8年6月1日, R8.6.1, 20260601, in any width.

    `ahead`: a day that has not come may be told.
    """

    def __init__(self, label: str, *, hint: str = DAY_HINT, ahead: bool = False, required: bool = True) -> None:
        super().__init__(
            label=label, help_text=hint, required=required, widget=forms.TextInput(attrs={"class": "short"})
        )
        self.ahead = ahead

    def to_python(self, value: Any) -> date | None:
        """The day; None where nothing was typed."""
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return value if isinstance(value, date) else day_of(str(value), "day")
        except Refused:
            raise forms.ValidationError(self.error_messages["no_day"], code="no_day") from None


class PartOfADay(Line):
    """A day in any way in which it is written, or as much of one as is known: a month, a year, 不明."""

    def __init__(self, label: str) -> None:
        super().__init__(label, hint="door.hint.partial_day", required=False)
        self.widget.attrs["class"] = "short"

    def to_python(self, value: Any) -> str:
        """A whole day as the record writes it; what is less than one stays as it was typed."""
        text = super().to_python(value) or ""
        try:
            return day_of(text, "day").isoformat()
        except Refused:
            return text


class Time(forms.Field):
    """A time of day in Japan: 9:05, 09:05, 9時05分."""

    def __init__(self, label: str, *, required: bool = True) -> None:
        widget = forms.TextInput(attrs={"class": "short"})
        super().__init__(label=label, help_text="door.hint.time", required=required, widget=widget)

    def to_python(self, value: Any) -> time | None:
        """The time; None where nothing was typed."""
        if not str(value or "").strip():
            return None
        found = time_read(str(value))
        if found is None:
            raise forms.ValidationError(self.error_messages["no_time"], code="no_time")
        return found


class Count(forms.Field):
    """A whole number that is not below nothing."""

    def __init__(self, label: str, *, hint: str = "", required: bool = True, most: int = 10**9) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
        super().__init__(label=label, help_text=hint, required=required, widget=widget)
        self.most = most

    def to_python(self, value: Any) -> int | None:
        """The number; None where nothing was typed."""
        text = _plain(value)
        if not text:
            return None
        found = number_in(text)
        if found is None or found > self.most:
            raise forms.ValidationError(self.error_messages["no_count"], code="no_count")
        return found


class Amount(forms.Field):
    """A number that is not below nothing, with a fraction where there is one."""

    def __init__(self, label: str, *, hint: str = "", required: bool = True) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        super().__init__(label=label, help_text=hint, required=required, widget=widget)

    def to_python(self, value: Any) -> float | None:
        """The number; None where nothing was typed."""
        text = _plain(value)
        if not text:
            return None
        if not re.fullmatch(r"\d{1,12}(\.\d{1,9})?", text, re.ASCII):
            raise forms.ValidationError(self.error_messages["no_count"], code="no_count")
        return float(text)


class Choice(forms.ChoiceField):
    """One of several values. `open_list`: every value stands on the page, none is chosen beforehand."""

    def __init__(
        self, label: str, offer: Offer, *, hint: str = "", required: bool = True, open_list: bool = False
    ) -> None:
        widget = forms.RadioSelect if open_list else forms.Select
        super().__init__(label=label, help_text=hint, required=required, widget=widget)
        self.offer, self.open_list = offer, open_list


class Several(forms.MultipleChoiceField):
    """Any of several values."""

    def __init__(self, label: str, offer: Offer, *, hint: str = "", required: bool = False) -> None:
        widget = forms.CheckboxSelectMultiple
        super().__init__(label=label, help_text=hint, required=required, widget=widget)
        self.offer, self.open_list = offer, True


class Paper(forms.FileField):
    """A file."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__(label=label, help_text=hint, required=required, allow_empty_file=True)

    def to_python(self, data: Any) -> Any:
        """What was sent, where it is small enough to be kept."""
        if data is not None and (getattr(data, "size", None) is None or data.size > MAX_BYTES):
            raise forms.ValidationError(self.error_messages["too_large"], code="too_large")
        return super().to_python(data)

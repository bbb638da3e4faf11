"""A form of a door: its words, its errors, and what a verb refuses, each beside the field it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from kizuki.actions.people.with_code import with_code
from kizuki.core.forms.finding_terms import offered
from kizuki.core.forms.terms import called, known_terms
from kizuki.core.glossary import say
from kizuki.core.information.feeding import Feeds
from kizuki.core.refusal import Refused
from kizuki.store.people.second_factors import is_asked_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.fields import DAY_HINT, Choice, Code, Day, Password, Several, Term
from kizuki.web.refusals import refusal_words

_ERRORS = ("required", "no_day", "no_time", "no_count", "no_term", "which_term", "too_large", "invalid", "missing")


class DoorForm(forms.Form):
    """What one verb is told. Labels, hints and errors come from the glossary; nothing that was typed is lost.

    `places` says which field a refusal of the verb speaks of, by the beginning of its place; a place whose last part is
    the name of a field needs no entry. `folded` are fields that are not asked for at first. `taken` says of a field that
    its value is proposed, and from which intake: `begin` fills it. `feeds` says of
    each field of an intake which boxes of the forms take it over, or why none does.
    """

    places: ClassVar[Mapping[str, str]] = {}
    folded: ClassVar[tuple[str, ...]] = ()
    feeds: ClassVar[Mapping[str, Feeds]] = {}

    def __init__(self, doing: Doing, data: Any = None, files: Any = None) -> None:
        self.doing = doing
        self.taken: Mapping[str, str] = {}
        super().__init__(data, files, initial=self.begin(), auto_id=f"{doing.door}-{doing.nth}-%s", label_suffix="")
        self._ask_for_code()
        self.shape()
        for name, field in self.fields.items():
            self._word(name, field)

    def begin(self) -> dict[str, Any]:
        """What stands in the fields at first: what the record says, never a judgement."""
        return {}

    def shape(self) -> None:
        """Take out or add fields before they get their words."""

    def _ask_for_code(self) -> None:
        """A code of the second factor right after the password, where the person has one."""
        asked = [name for name, field in self.fields.items() if isinstance(field, Password)]
        person = self.doing.viewer.user_id
        if not asked or person is None or not self.doing.once("asks_code", lambda: is_asked_of(person)):
            return
        rows = list(self.fields.items())
        rows.insert(1 + [name for name, _ in rows].index(asked[-1]), ("code", Code()))
        self.fields = dict(rows)

    def say(self, word: str, **values: object) -> str:
        """A word in the reader's language."""
        return say(word, self.doing.lang, **values)

    def _word(self, name: str, field: forms.Field) -> None:
        if field.label:
            field.label = self.say(str(field.label))
        field.help_text = self._hint(name, field)
        if isinstance(field, Choice | Several):
            offered = list(field.offer(self.doing))
            field.choices = offered if field.open_list else [("", ""), *offered]
        if isinstance(field, Term):
            field.lang = self.doing.lang
        field.error_messages |= {code: self.say(f"door.error.{code}") for code in _ERRORS}
        field.error_messages["invalid_choice"] = self.say("door.error.invalid_choice")
        longest = getattr(field, "max_length", None)
        if longest is not None:
            field.error_messages["max_length"] = self.say("door.error.too_long", limit=f"{longest:,}")

    def _hint(self, name: str, field: forms.Field) -> str:
        """What is said of a field; of a day always in which ways it may be written, of a proposal where it is from."""
        words = [str(field.help_text)] if field.help_text else []
        if isinstance(field, Day) and words != [DAY_HINT]:
            words.append(DAY_HINT)
        said = [self.say(word) for word in words]
        if name in self.taken:
            said.insert(0, self.say("door.taken", number=self.taken[name]))
        return ("" if self.doing.lang == "ja" else " ").join(said)

    def clean(self) -> dict[str, Any]:
        """No day lies ahead, but where it may; then what the fields say together."""
        super().clean()
        for name, field in self.fields.items():
            day = self.cleaned_data.get(name)
            if isinstance(field, Day) and day is not None and not field.ahead and day > self.doing.on:
                self.wrong(name, "door.error.ahead")
            if isinstance(field, Password) and self.cleaned_data.get("code"):
                self.cleaned_data[name] = with_code(self.cleaned_data.get(name, ""), self.cleaned_data["code"])
        self.together()
        return self.cleaned_data

    def together(self) -> None:
        """What fields say together; `wrong` where it cannot be."""

    def wrong(self, name: str, word: str, **values: object) -> None:
        """Say beside a field what is wrong with it."""
        self.add_error(name, forms.ValidationError(self.say(word, **values), code=word))

    def refuse(self, refused: Refused) -> None:
        """Say what a verb refused, beside the field that it speaks of."""
        self.add_error(self._field_of(refused.place), refusal_words(refused, self.doing.lang))

    def _field_of(self, place: str) -> str | None:
        for beginning, name in self.places.items():
            if place.startswith(beginning) and name in self.fields:
                return name
        return next((part for part in reversed(place.split(".")) if part in self.fields), None)

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are asked for at once."""
        return [self[name] for name in self.fields if name not in self.folded and not self[name].is_hidden]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that are folded away."""
        return [self[name] for name in self.folded if name in self.fields]

    @property
    def unfolded(self) -> bool:
        """Whether a folded field has something to say: typed, or taken over from an intake."""
        told = {*self.data, *self.files} if self.is_bound else {*self.taken}
        return any(self[name].errors or (name in told and self[name].value()) for name in self.folded)

    @property
    def term_lists(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What the browser offers in the fields of terms: each list once, with the code and the name of every term."""
        wanted = {field.annexes for field in self.fields.values() if isinstance(field, Term)}
        lang, terms = self.doing.lang, known_terms().values()
        return [
            (f"terms-{one}", [(row.code, called(row.code, lang)) for row in terms if offered(row, one)])
            for one in sorted(wanted)
        ]

    @property
    def wrong_fields(self) -> list[forms.BoundField]:
        """The fields with errors: the summary links to them."""
        return [self[name] for name in self.fields if self[name].errors]

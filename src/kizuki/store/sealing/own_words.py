"""Words that stand in the clear where others published them, and sealed where they are our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from kizuki.store.sealing.texts import MARK, seal, text_of

if TYPE_CHECKING:
    # Django's fields are generic in their stubs alone.
    _TextField = models.TextField[Any, Any]
else:
    _TextField = models.TextField


class OwnWordsField(_TextField):
    """A text of a row that is either a publisher's or our own: it is ours, and sealed, where the column `of` holds
    `code`. What is sealed is bound to the row by `key`, a column that never changes and is unique, and is kept with the
    name that it is bound to. Nothing is searched in it. It needs no column beside it: such rows are committed to by the
    document that they were read from.
    """

    def __init__(self, *args: Any, of: str = "", code: str = "", key: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.of, self.code, self.key = of, code, key

    def deconstruct(self) -> Any:
        """To the database it is a text as any other."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what is our own; nothing that others published looks as if it were."""
        value = super().pre_save(model_instance, add)
        if not value:
            return value
        if getattr(model_instance, self.of) != self.code:
            return f" {value}" if value.startswith(MARK) else value
        place = f"{self.model._meta.db_table}.{self.column}|{getattr(model_instance, self.key)}"
        return f"{seal(value, place)[0]}|{place}"

    def from_db_value(self, value: str | None, *_context: Any) -> str | None:
        """The text in the clear. `KeyMissing`, or `Forged` where it is not what was sealed under this name."""
        if value is None or not value.startswith(MARK):
            return value
        sealed, _, place = value.partition("|")
        return text_of(sealed, place)


def own_words_other_than(
    prefix: str, limit: int
) -> Iterator[tuple[type[models.Model], list[models.Model], list[str]]]:
    """By table, some rows of our own of which a text does not begin so as it is kept (`sealed:1:<key>:`), and the columns
    to write anew; a table without such a row is left out."""
    for model in apps.get_models():
        fields = [field for field in model._meta.local_concrete_fields if isinstance(field, OwnWordsField)]
        if fields:
            waiting = models.Q()
            for field in fields:
                waiting |= ~models.Q(**{field.name: ""}) & ~models.Q(**{f"{field.name}__startswith": prefix})
            ours = model._default_manager.filter(waiting, **{fields[0].of: fields[0].code})
            rows = list(ours.order_by("pk")[:limit])
            if rows:
                yield model, rows, [field.name for field in fields]


def found_by_no_word(entries: list[Any]) -> None:
    """What people entered (keys of advisories) is searched by none of its words any more: they stood in the clear."""
    rows = apps.get_model("store", "AdvisoryRow")._default_manager
    rows.filter(advisory__in=entries, lookup__startswith="word ").delete()

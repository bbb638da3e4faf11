"""What the triggers of a table refuse, declared with its other duties."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """Rows are never deleted, and never updated while `update_refused_when` holds (SQL over OLD and NEW; '' = always).

    `digest` names the column whose SHA-256 stands in the row's column `sha256`; `spoken_of_as` is what the entry that
    kept a row calls it (SQL over `kept`): a row that no entry names came in by another way. `called` is the last part
    of the codes of its faults (`record.audit.<called>_altered`): `row` is named by its table.
    """

    update_refused_when: str = ""
    digest: str = ""
    spoken_of_as: str = ""
    called: str = "row"


def changes_other_than_erasing(kept: tuple[str, ...], *, text: str) -> str:
    """SQL that holds for an update of a row with a sealed text, unless it erases the text (and dates that in
    `erased_at`) or puts the same text under another key; `kept` are the columns that stay, its commitment too."""
    moved = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in kept)
    return (
        f"OLD.erased_at IS NOT NULL OR {moved} OR (NEW.{text} = '' AND NEW.erased_at IS NULL) "
        f"OR (NEW.{text} <> '' AND (NEW.erased_at IS NOT NULL OR substr(NEW.{text}, 1, 7) <> 'sealed:'))"
    )


def changed(never_null: tuple[str, ...], ids: tuple[str, ...]) -> str:
    """SQL that holds where one of these columns is about to change; `ids` are numbers that may be null."""
    parts = [f"NEW.{name} <> OLD.{name}" for name in never_null]
    parts += [f"COALESCE(NEW.{name}, -1) <> COALESCE(OLD.{name}, -1)" for name in ids]
    return " OR ".join(parts)

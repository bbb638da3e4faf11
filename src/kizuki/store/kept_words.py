"""When a row with sealed words may change: SQL over OLD and NEW that holds where a guard refuses.

A sealed text is sealed anew under another key with the commitment that it has, or erased together with `erased_at`;
what a version of before kept in the clear (no commitment yet) is sealed once. Nothing else of it changes.
"""

from __future__ import annotations

_SEALED = "substr(NEW.{0}, 1, 7) = 'sealed:'"
# PostgreSQL writes bytes as hexadecimal digits.
_SEALED_BYTES = r"CAST(substr(NEW.{0}, 1, 7) AS text) IN ('sealed:', '\x7365616c65643a')"


def changed(never_null: tuple[str, ...], ids: tuple[str, ...] = (), instants: tuple[str, ...] = ()) -> str:
    """One of these columns is about to change; `ids` are numbers that may be null, `instants` days and moments."""
    parts = [f"NEW.{name} <> OLD.{name}" for name in never_null]
    parts += [f"COALESCE(NEW.{name}, -1) <> COALESCE(OLD.{name}, -1)" for name in ids]
    # Never null itself: PostgreSQL takes a condition that is not known for one that does not hold.
    parts += [
        f"(NEW.{name} IS NULL) <> (OLD.{name} IS NULL) OR COALESCE(NEW.{name} <> OLD.{name}, FALSE)"
        for name in instants
    ]
    return " OR ".join(parts)


def words_changed(*names: str, commitment: str = "", erased: bool = True) -> str:
    """One of these sealed columns is about to change in another way than that. `commitment` names the column of the
    digest where it is not called after the text; `erased` is false where rows are kept as long as the record."""
    return " OR ".join(_changed(name, commitment or f"{name}_commitment", erased) for name in names)


def said_again(*names: str) -> str:
    """One of these sealed columns has said something already and is about to say something else; '' may be filled."""
    return " OR ".join(f"(OLD.{name} <> '' AND ({_changed(name, f'{name}_commitment', True)}))" for name in names)


def document_changed() -> str:
    """A stored document is about to be another one. Sealing, resealing and erasing it is no change, nor is keeping the
    same bytes again after that: its name is their digest."""
    return (
        "NEW.sha256 <> OLD.sha256 OR NEW.media_type <> OLD.media_type OR NEW.size <> OLD.size"
        " OR NEW.kept_at <> OLD.kept_at OR (NEW.erased_at IS NULL AND length(NEW.content) = 0 AND NEW.size > 0)"
        " OR (OLD.published IS NOT NULL AND (NEW.published IS NULL OR NEW.published <> OLD.published))"
        f" OR (NEW.content <> OLD.content AND NOT {_SEALED_BYTES.format('content')}"
        " AND NOT (length(NEW.content) = 0 AND NEW.erased_at IS NOT NULL))"
        " OR (NEW.erased_at IS NOT NULL AND length(NEW.content) > 0)"
    )


def _changed(name: str, commitment: str, erased: bool) -> str:
    first = f"(OLD.{commitment} = '' AND OLD.{name} <> '' AND substr(OLD.{name}, 1, 7) <> 'sealed:')"
    same = f"(NEW.{commitment} = OLD.{commitment} OR {first})"
    gone = f" AND NOT (NEW.{name} = '' AND NEW.erased_at IS NOT NULL)" if erased else ""
    kept = f"OR (NEW.erased_at IS NOT NULL AND (NEW.{name} <> '' OR OLD.erased_at IS NOT NULL))" if erased else ""
    anew = f"NOT ({_SEALED.format(name)} AND OLD.{name} <> ''){gone}"
    return f"(NOT {same} OR (NEW.{name} <> OLD.{name} AND {anew}) {kept})"

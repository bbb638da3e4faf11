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

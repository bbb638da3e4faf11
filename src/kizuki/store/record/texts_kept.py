"""The newest texts of rows that the reader was shown already: whoever asks has asked for the rows by their viewer."""

from __future__ import annotations

from collections.abc import Iterable

from kizuki.store.models import KeptText


def texts_kept(kind: str, ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """The texts of rows by id and kind of text; `kind` is what the audit calls a row. Those that were erased are not in
    it."""
    subjects = {f"{kind}:{pk}": pk for pk in ids}
    rows = KeptText.objects.filter(subject__in=subjects, erased_at=None).order_by("revision")
    return {(subjects[row.subject], row.kind): row.body for row in rows}

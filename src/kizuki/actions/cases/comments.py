"""Words that stand beside a step: kept as a narrative of the case, so that the audit holds none of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from kizuki.store.models import Narrative


def keep_words(case_id: int, kind: str, words: str, at: datetime, place: str = "") -> Narrative:
    """The words as the next narrative of their kind (`report_comment`, `no_report_reason` …) in the case."""
    top = Narrative.objects.filter(case_id=case_id, kind=kind).aggregate(top=Max("revision"))["top"] or 0
    return Narrative.objects.create(case_id=case_id, kind=kind, revision=top + 1, place=place, body=words, made_at=at)

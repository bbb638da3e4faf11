"""By what a case is found: computed anew from its newest classification, beside what is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from kizuki.core.incidents.kinds import traits_of
from kizuki.store.models import Case, CaseClassification, CaseTrait

_AT_A_TIME = 500


def unlike_traits(using: str) -> Iterator[str]:
    """The keys of cases whose kept traits are not those of their newest classification."""
    after = 0
    told = Q(classifications__isnull=False) | Q(traits__isnull=False)
    cases = Case.objects.using(using).filter(told).distinct().order_by("pk")
    while ids := list(cases.filter(pk__gt=after).values_list("pk", flat=True)[:_AT_A_TIME]):
        kept: dict[int, set[str]] = {pk: set() for pk in ids}
        for case, trait in CaseTrait.objects.using(using).filter(case__in=ids).values_list("case_id", "trait"):
            kept[case].add(trait)
        rows = CaseClassification.objects.using(using).filter(case__in=ids).order_by("revision")
        newest = dict(rows.values_list("case_id", "body"))
        for pk in ids:
            if kept[pk] != set(traits_of(newest[pk]) if pk in newest else ()):
                yield str(pk)
        after = ids[-1]

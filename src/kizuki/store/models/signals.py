"""What others say of the exploitation of a vulnerability, by its CVE number: as it stands, and how it came and went."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import PUBLISHED, Belongs, Chain, Duties, Kept, Opens, Sight
from kizuki.store.guarded import Guarded
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField

CHANGES = ("asserted", "retracted", "returned")


class CveSignal(models.Model):
    """What one asserter last said of one CVE: `kev` (CISA's catalogue: due day, ransomware), `euvd` (ENISA's list, with
    the lists that it names), `vc_kev` (VulnCheck's) or `epss` (score, percentile, model). No row: not told, which is not
    the same as told and absent.

    `said_on` is the first day of which it was said, `learned_at` the instant at which Kizuki first kept it, `value` and
    `source` are the newest; `score` is that of `value` (EPSS), by which findings are put in order. One that its asserter
    took back keeps its row, with the instant at which that was seen.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.THIRD_PARTY,
        kept=Kept.PUBLISHED,
        coded="cve asserter value",
        opens={"source": Opens(why=PUBLISHED)},
        reader="kizuki.store.queries.signals:beside_of_many",
    )

    cve = models.CharField(max_length=32)
    asserter = models.CharField(max_length=8)
    value = JsonField(shape=told.SignalTold)
    score = models.FloatField(null=True)
    said_on = models.DateField(null=True)
    source = models.ForeignKey(StoredDocument, on_delete=models.PROTECT)
    learned_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cve", "asserter"], name="one_signal_per_cve_and_asserter"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asserter", "cve"], name="signal_by_asserter"),
            # Findings in the order of EPSS begin here.
            models.Index(fields=["asserter", "score", "cve"], name="signal_by_score"),
        ]


class SignalEvent(models.Model):
    """That somebody asserted, took back or asserted again what they said of a vulnerability, and when Kizuki saw it.

    `name` is the CVE number, or the identifier of a record that was withdrawn (`asserter` is then the record's kind).
    Scores of EPSS are kept here only where they vanish and come back: one that is new each day is no event.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.PUBLISHED,
        coded="name asserter change value",
        opens={"source": Opens(why=PUBLISHED)},
        reader="kizuki.store.queries.signals:signals_told",
    )

    name = models.CharField(max_length=200, db_index=True)
    asserter = models.CharField(max_length=16)
    change = models.CharField(max_length=9, choices=[(change, change) for change in CHANGES])
    value = JsonField(default=dict, shape=told.SignalTold)
    said_on = models.DateField(null=True)
    source = models.ForeignKey(StoredDocument, on_delete=models.PROTECT)
    at = models.DateTimeField()

"""Cases: what is known of each, in revisions that stay; what was determined from it; texts that retention may erase."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.glossary import Lang, say
from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.devices import Device, Hospital, Release
from kizuki.store.sealing.field import CommitmentField, SealedRow, SealedTextField


class Case(SealedRow):
    """One case. `number` counts within the Japanese business year (年度) that begins in April."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="pk", device="device"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        coded="number key state outcome primary_item prompt_first_report clock settled_by",
        subject="case",
        export=True,
        reader="kizuki.store.queries.case_document:case_document",
    )

    number = models.CharField(max_length=16, unique=True)
    key = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="cases")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="cases")
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, null=True, related_name="cases")
    title = SealedTextField()
    title_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=16, default="open", choices=[("open", "open"), ("closed", "closed")])
    opened_at = models.DateTimeField()
    # Of the latest determination, so that the list of cases is one indexed query; empty before the first.
    outcome = models.CharField(max_length=20, blank=True)
    primary_item = models.CharField(max_length=64, blank=True)
    prompt_first_report = models.CharField(max_length=8, blank=True)
    due_on = models.DateField(null=True)
    working_due_on = models.DateField(null=True)
    planning_due_on = models.DateField(null=True)

    # What is owed next once reports were sent and decisions were made; kept by every verb that changes it.
    clock = models.CharField(max_length=32, blank=True)
    clock_on = models.DateField(null=True)
    clock_rank = models.PositiveSmallIntegerField(default=9)
    """0 a first report, 1 a duty that is met, 2 the rest, 9 nothing: the order of home comes before the day."""
    settled_by = models.CharField(max_length=80, blank=True)
    """The digest of the rules by which its ledger was last settled; empty for a case of before there was one."""

    def title_in(self, lang: Lang) -> str:
        """The title, or words in this language that say that retention has erased it."""
        return say("record.erased", lang) if self.erased_at else self.title

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "working_due_on"], name="case_by_working_due_day"),
            models.Index(fields=["state", "clock_rank", "clock_on"], name="case_by_clock"),
            models.Index(fields=["device", "state"], name="case_by_device"),
        ]


class CaseVulnerability(models.Model):
    """A vulnerability that a case is about, by the name it is known by (a CVE number, or one of our own)."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        coded="name",
        export=True,
        reader="kizuki.store.queries.similar:similar_cases",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="vulnerabilities")
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "case"], name="one_row_per_vulnerability_and_case"),
        ]


class FactSheet(models.Model):
    """One revision of the facts of a case, in canonical JSON; texts are replaced by references to narratives."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            digest="facts", spoken_of_as="'fact_sheet:' || kept.id || ':' || kept.sha256", called="fact_sheet"
        ),
        kept=Kept.CASE,
        coded="facts sha256",
        subject="fact_sheet",
        export=True,
        reader="kizuki.store.queries.binder.decisions:facts",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="fact_sheets")
    revision = models.PositiveIntegerField()
    facts = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "revision"], name="one_fact_sheet_per_revision"),
        ]


class Narrative(models.Model):
    """A text or a part of the report that may name persons, kept apart from facts so that retention can erase it.

    `kind` is `note`, `facts` (the text at `place` of fact sheet `revision`) or a part of the case document
    (`event`, `patient`, `investigation`, `measures`, `report` …), whose `body` is then JSON.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        # A text stays as it was written; it is erased by retention, or sealed anew under another key.
        guarded=Guarded(
            update_refused_when=changed(("id", "case_id", "kind", "revision", "place", "made_at"))
            + f" OR {words_changed('body', commitment='commitment')}",
            spoken_of_as="'text:' || kept.commitment",
            called="text",
        ),
        kept=Kept.CASE,
        coded="kind place",
        subject="narrative",
        export=True,
        reader="kizuki.store.queries.binder.decisions:facts",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="narratives")
    kind = models.CharField(max_length=24)
    revision = models.PositiveIntegerField()
    place = models.CharField(max_length=200, blank=True)
    body = SealedTextField(blank=True, row=("case_id", "kind", "revision", "place"), commitment="commitment")
    commitment = CommitmentField()
    """Digest that names the text without telling it; a text resealed under another key keeps it."""
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind", "revision", "place"], name="one_narrative_per_place"),
        ]


class Determination(models.Model):
    """What `assess` answered for one revision of the facts under one set of rules; `answer` is its JSON,
    `sha256` the digest of that."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            digest="answer", spoken_of_as="'determination:' || kept.id || ':' || kept.sha256", called="determination"
        ),
        kept=Kept.CASE,
        coded="answer sha256 outcome primary_item rules_digest",
        # The rules' own words beside their codes: they cite the law.
        as_told="answer",
        subject="determination",
        export=True,
        reader="kizuki.store.queries.binder.decisions:determinations",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="determinations")
    fact_sheet = models.ForeignKey(FactSheet, on_delete=models.PROTECT, related_name="determinations")
    assessed_on = models.DateField(null=True)
    answer = models.TextField()
    sha256 = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20)
    primary_item = models.CharField(max_length=64, blank=True)
    due_on = models.DateField(null=True)
    working_due_on = models.DateField(null=True)
    planning_due_on = models.DateField(null=True)
    rules_digest = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-made_at"], name="latest_determination")]

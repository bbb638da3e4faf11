"""The ledger: what is owed, opened by a determination or an act, and ended only by an act that names it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case, FactSheet, Narrative
from kizuki.store.models.devices import Device
from kizuki.store.models.information import SafetyInformation
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User
from kizuki.store.models.reports import FirstReport, Report


class Matter(models.Model):
    """One 事項 of a case. `key` survives every revision and every move; nothing else names a matter."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when="NEW.key <> OLD.key OR NEW.made_at <> OLD.made_at"),
        kept=Kept.CASE,
        coded="key",
        subject="matter",
        export=True,
        reader="kizuki.store.obligations.identities:FreshKeys",
    )

    key = models.CharField(max_length=16, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="matters")
    made_at = models.DateTimeField()


class HarmedPerson(models.Model):
    """One person harmed in a matter, without a name: `key` is all that other rows say of them."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="matter__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when="NEW.key <> OLD.key OR NEW.matter_id <> OLD.matter_id"),
        kept=Kept.CASE,
        coded="key",
        subject="person",
        export=True,
        reader="kizuki.store.obligations.identities:FreshKeys",
    )

    key = models.CharField(max_length=16, primary_key=True)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="persons")
    made_at = models.DateTimeField()


class SheetIdentity(models.Model):
    """Which matter or person stands at a place of a fact sheet of before; newer sheets carry their ids themselves."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="sheet__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="place identity",
        export=True,
        reader="kizuki.store.obligations.identities:with_ids_beside",
    )

    sheet = models.ForeignKey(FactSheet, on_delete=models.PROTECT, related_name="identities")
    place = models.CharField(max_length=80)
    identity = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "place"], name="one_identity_per_place")]


class Obligation(models.Model):
    """One thing owed, in its newest state; every change is an `ObligationStep`.

    `owner` is `case:12`, `information:3` …; `matter`, `person` and `item` are '' where there is none, never NULL (NULL
    would let the same be owed twice). What was ended is never used again: the same owed anew is the next `round`.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(
            case="case",
            information="information",
            device="device",
            tells="counted__case",
            matter="matter",
            about="item",
        ),
        chain=Chain.EVIDENCE,
        # An obligation that ended stays as it ended; the same owed anew is a row of its own.
        guarded=Guarded(
            update_refused_when="OLD.ended_at IS NOT NULL OR NEW.owner <> OLD.owner"
            " OR NEW.kind <> OLD.kind OR NEW.matter <> OLD.matter"
            " OR NEW.person <> OLD.person OR NEW.item <> OLD.item OR NEW.round <> OLD.round"
            " OR NEW.opened_at <> OLD.opened_at"
        ),
        kept=Kept.CASE,
        coded="owner kind matter person item form law state questions because reading ended_by",
        subject="obligation",
        texts="obligation:{id}",
        export=True,
        reader="kizuki.store.queries.obligations:obligations_of",
    )

    owner = models.CharField(max_length=40)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="obligations")
    information = models.ForeignKey(
        SafetyInformation, on_delete=models.PROTECT, null=True, related_name="obligations"
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="obligations")
    """Of an owner that is a device, a unit or a period of one."""
    kind = models.CharField(max_length=32)
    matter = models.CharField(max_length=16, blank=True)
    person = models.CharField(max_length=16, blank=True)
    item = models.CharField(max_length=64, blank=True)
    form = models.CharField(max_length=8, blank=True)
    law = models.CharField(max_length=10, blank=True)
    round = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=16)
    learned_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    internal_on = models.DateField(null=True)
    target_at = models.DateTimeField(null=True)
    later_on = models.DateField(null=True)
    questions = JsonField(default=list, shape=told.CODES)
    because = JsonField(default=list, shape=told.CODES)
    reading = models.CharField(max_length=200, blank=True)
    grave = models.BooleanField(default=False)
    ended_by = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="opened_obligations")
    ended_at = models.DateTimeField(null=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    """The row of another owner that this one took over."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "kind", "matter", "person", "item", "round"], name="one_obligation_per_round"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="obligation_by_due_day"),
            models.Index(fields=["case", "state"], name="obligation_by_case"),
        ]


class ObligationStep(models.Model):
    """One move of an obligation: by which verb, from which state to which, the day before and after, who, and the
    digest that was signed where a signature was needed."""

    duties: ClassVar = Duties(
        belongs=Belongs(
            case="obligation__case",
            information="obligation__information",
            device="obligation__device",
            tells="obligation__counted__case",
            matter="obligation__matter",
            about="obligation__item",
        ),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="move act state_before state_after signed_sha256 basis",
        export=True,
        reader="kizuki.store.queries.obligations:steps_of",
    )

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    move = models.CharField(max_length=16)
    act = models.CharField(max_length=40)
    state_before = models.CharField(max_length=16, blank=True)
    state_after = models.CharField(max_length=16)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="obligation_steps")
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="delegated_obligation_steps"
    )
    signed_sha256 = models.CharField(max_length=64, blank=True)
    single_person = models.BooleanField(default=False)
    basis = models.CharField(max_length=80, blank=True)
    """What it rests on: `determination:7`, `report:3` …"""
    reason = models.ForeignKey(Narrative, on_delete=models.PROTECT, null=True, related_name="obligation_steps")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "position"], name="one_step_of_an_obligation_per_position"),
        ]


class CountedCase(models.Model):
    """A case that was counted where a question about a trend was asked: its counts tell of every one of them."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="obligation__device", tells="obligation__counted__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        reader="kizuki.actions.trends.watch_trends:_count",
    )

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="counted")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="counted")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "case"], name="one_row_per_question_and_case")
        ]


class ReportObligation(models.Model):
    """That a report speaks for an obligation, written when it is drafted and frozen when it is sent; `finding` is what
    the report's own determination says of it (`met`, `open`, `not_met`; empty for what is no item)."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="report__case", tells="report__rated__case"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        coded="finding",
        export=True,
        reader="kizuki.store.queries.spoken_for:spoken_for",
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="obligations")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="reports")
    finding = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "obligation"], name="one_row_per_report_and_obligation"),
        ]


class FirstReportObligation(models.Model):
    """That the sheet of a prompt first report names this death or measure."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="first_report__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        export=True,
        reader="kizuki.store.queries.spoken_for:spoken_for",
    )

    first_report = models.ForeignKey(FirstReport, on_delete=models.PROTECT, related_name="obligations")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="first_reports")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first_report", "obligation"], name="one_row_per_sheet_and_obligation"),
        ]


class EndProposal(models.Model):
    """An act that would end obligations and waits for its second person. `details` are codes, ids and days; what people
    worded stands in the narrative. `sha256` is what the second person signs: the act, its rows and what they rest on.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.signed_at IS NOT NULL OR NEW.act <> OLD.act OR NEW.sha256 <> OLD.sha256"
            " OR NEW.case_id <> OLD.case_id OR NEW.words_id <> OLD.words_id OR NEW.proposed_by_id <> OLD.proposed_by_id"
        ),
        kept=Kept.CASE,
        coded="act rows details sha256 state",
        subject="end_proposal",
        export=True,
        reader="kizuki.store.queries.second_look:proposals_of",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="end_proposals")
    act = models.CharField(max_length=40)
    rows = JsonField(shape=told.IDS)
    """Ids of the obligations that it names."""
    details = JsonField(default=dict, shape=told.ProposedEnd)
    words = models.ForeignKey(Narrative, on_delete=models.PROTECT, related_name="end_proposals")
    sha256 = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_ends")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="proposed")
    """`proposed`, `signed`, or `withdrawn`."""
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="signed_ends")
    signed_at = models.DateTimeField(null=True)
    single_person = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "state"], name="end_proposal_by_case")]

"""The register of no-report decisions (報告不要判断台帳)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.lifecycle.no_report import STATES
from kizuki.store import told_grounds
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case, Determination, Narrative
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User


class ProofSet(models.Model):
    """Cases that one proof and one signature cover: about the same component, for the same reason. `size` is how many
    it was proposed for: while fewer have their decision it is not complete, and nobody signs it."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="reason",
        plain={Why.DEVICE: "component"},
        subject="no_report_set",
        reader="kizuki.store.queries.register:decision_page",
    )

    reason = models.CharField(max_length=40)
    component = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proof_sets")
    proposed_at = models.DateTimeField()


class NoReportDecision(models.Model):
    """A conclusion that a case is not reported. `rests_on` is what was watched when it was proposed, with `sha256`;
    `proof_set` the set that it was proposed in, if any.

    Its grounds never change: only `state` moves on, with the person who decided. A case has one that stands at most.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="NEW.case_id <> OLD.case_id"
            " OR NEW.determination_id <> OLD.determination_id OR NEW.reason <> OLD.reason"
            " OR NEW.explanation_id <> OLD.explanation_id OR NEW.sha256 <> OLD.sha256 OR NEW.rests_on <> OLD.rests_on"
            " OR COALESCE(NEW.proof_set_id, 0) <> COALESCE(OLD.proof_set_id, 0)"
            " OR NEW.review_on <> OLD.review_on OR NEW.proposed_by_id <> OLD.proposed_by_id"
            " OR (OLD.decided_on IS NOT NULL"
            " AND (NEW.decided_on IS NULL OR NEW.decided_on <> OLD.decided_on OR NEW.decided_by_id <> OLD.decided_by_id))"
            " OR OLD.state IN ('declined', 'reopened', 'replaced')"
        ),
        kept=Kept.CASE,
        coded="reason sha256 state",
        # Codes and days beside the names and versions of components.
        plain={Why.DEVICE: "rests_on"},
        subject="no_report",
        export=True,
        reader="kizuki.store.queries.register:register",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="no_report_decisions")
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="no_report_decisions")
    proof_set = models.ForeignKey(ProofSet, on_delete=models.PROTECT, null=True, related_name="decisions")
    reason = models.CharField(max_length=40)
    explanation = models.ForeignKey(Narrative, on_delete=models.PROTECT, related_name="no_report_decisions")
    rests_on = JsonField(shape=told_grounds.WatchedTold)
    sha256 = models.CharField(max_length=64)
    review_on = models.DateField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="owned_decisions")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_decisions")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="proposed", choices=[(state, state) for state in STATES])
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="decided_decisions")
    decided_on = models.DateField(null=True)
    single_person = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=("proposed", "decided")),
                name="one_standing_decision_per_case",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "review_on"], name="decision_by_review_day")]


class DecisionEvidence(models.Model):
    """A document that a no-report decision rests on. `proves` is the proof it gives, a code of `no_report.toml`;
    empty where it was kept before proofs had names."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="decision__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="proves",
        export=True,
        opens={"document": Opens("evidence", sort="proves", sorted_as="register.proof.")},
        reader="kizuki.store.queries.register:decision_page",
    )

    decision = models.ForeignKey(NoReportDecision, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="decisions")
    proves = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "document"], name="one_piece_of_evidence_once"),
        ]


class DecisionSignature(models.Model):
    """What the second person signed: `read_sha256` is the digest of what they were shown (`store.shown_decision`),
    `agreed` what they said to it."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="decision__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="read_sha256",
        export=True,
        reader="kizuki.store.queries.register:decision_page",
    )

    decision = models.OneToOneField(NoReportDecision, on_delete=models.PROTECT, related_name="signature")
    read_sha256 = models.CharField(max_length=64)
    agreed = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decision_signatures")
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="decision_signatures_given_for"
    )
    at = models.DateTimeField()


class Reopening(models.Model):
    """That a decision was reopened: why, and the awareness day that counts from then on.

    `provisional_on` is the day on which Kizuki stored the earliest fact behind it. A person may set another day, which
    is a new row with its reason: `aware_on` of the newest row counts, and every earlier one stays to be seen.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(case="decision__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        plain={Why.DEVICE: "causes"},
        export=True,
        reader="kizuki.store.queries.register:decision_page",
    )

    decision = models.ForeignKey(NoReportDecision, on_delete=models.PROTECT, related_name="reopenings")
    position = models.PositiveIntegerField()
    causes = JsonField(shape=list[told_grounds.CauseTold])
    provisional_on = models.DateField()
    aware_on = models.DateField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reopenings")
    reason = models.ForeignKey(Narrative, on_delete=models.PROTECT, null=True, related_name="reopenings")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "position"], name="one_reopening_per_position"),
        ]

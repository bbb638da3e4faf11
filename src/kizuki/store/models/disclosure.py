"""Coordinated disclosure: parties, what each says of itself, embargoes with their day, and what was published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.disclosure.table import AUDIENCES, OUTLETS
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed
from kizuki.store.models.cases import Case
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User


class DisclosureParty(models.Model):
    """Somebody with whom a disclosure is coordinated, from the company's own table; `kind` is what they are."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.COMPANY,
        coded="key kind",
        plain={Why.COMPANY: "name contact"},
        subject="disclosure_party",
        reader="kizuki.store.queries.disclosure:parties_on_file",
    )

    key = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=300, blank=True)
    in_use = models.BooleanField(default=True)


class Disclosure(models.Model):
    """The disclosure of what a case is about. `tlp` says with whom it may be shared until it is public."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when=changed(("id", "case_id"))),
        kept=Kept.CASE,
        coded="tlp",
        subject="disclosure",
        export=True,
        reader="kizuki.store.queries.disclosure:disclosure_of",
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="disclosure")
    tlp = models.CharField(max_length=16)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="opened_disclosures")
    opened_at = models.DateTimeField()


class PartyTurn(models.Model):
    """What became of one party: told on a day or not told because (text), and its own status; the newest holds."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="disclosure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="status told",
        subject="party_turn",
        export=True,
        reader="kizuki.store.queries.disclosure:disclosure_of",
        texts="party_turn:{id}",
    )

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="turns")
    party = models.ForeignKey(DisclosureParty, on_delete=models.PROTECT, related_name="turns")
    position = models.PositiveIntegerField()
    status = models.CharField(max_length=16)
    told = models.CharField(max_length=12)
    """`told`, `not_told` (with its reason), `not_yet`."""
    on = models.DateField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="party_turns")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disclosure", "position"], name="one_party_turn_per_position"),
        ]


class EmbargoTurn(models.Model):
    """A turn of the date until which a vulnerability is held back: proposed, accepted, revised, ended; by whom (None:
    ourselves), until which instant, and in which zone that was said. Words are a text."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="disclosure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="state zone",
        subject="embargo_turn",
        export=True,
        reader="kizuki.store.queries.disclosure:disclosure_of",
        texts="embargo_turn:{id}",
    )

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="embargo_turns")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    until = models.DateTimeField(null=True)
    zone = models.CharField(max_length=40, blank=True)
    party = models.ForeignKey(DisclosureParty, on_delete=models.PROTECT, null=True, related_name="embargo_turns")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="embargo_turns")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disclosure", "position"], name="one_embargo_turn_per_position"),
        ]


class Statement(models.Model):
    """Something that says what is affected, for somebody outside: the document as it was drawn up, for whom, through
    which outlet. `says` are its statuses (`affected` …); `demand` the duty of law that asks for it ('' none). Once
    published it stands; `gate` are the codes on which it passed."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="disclosure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.published_at IS NOT NULL OR "
            + changed(
                ("id", "disclosure_id", "outlet", "number", "document_id", "audience", "demand", "drafted_by_id")
            )
        ),
        kept=Kept.CASE,
        coded="outlet audience demand lang says gate",
        subject="statement",
        export=True,
        opens={"document": Opens(door="statement"), "released": Opens(door="statement")},
        reader="kizuki.store.queries.disclosure:disclosure_of",
    )

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="statements")
    outlet = models.CharField(max_length=16, choices=[(outlet, outlet) for outlet in OUTLETS])
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=12, choices=[(audience, audience) for audience in AUDIENCES])
    demand = models.CharField(max_length=16, blank=True)
    lang = models.CharField(max_length=2)
    says = JsonField(default=list, shape=told.CODES)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="statements")
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafted_statements")
    drafted_at = models.DateTimeField()
    gate = JsonField(default=list, shape=told.CODES)
    released = models.ForeignKey(
        StoredDocument, on_delete=models.PROTECT, null=True, related_name="released_statements"
    )
    """What left, as its outlet wrote it with the passage."""
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="published_statements")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="one_statement_per_number"),
        ]


class PublicationOverride(models.Model):
    """That a statement is published although nothing protects yet: proposed by one who may, signed by another under the
    digest of the document. The reason is a text."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="statement__disclosure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.signed_at IS NOT NULL OR "
            + changed(("id", "statement_id", "sha256", "proposed_by_id"))
        ),
        kept=Kept.CASE,
        coded="sha256",
        subject="publication_override",
        export=True,
        reader="kizuki.store.queries.disclosure:disclosure_of",
        texts="publication_override:{id}",
    )

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="override")
    sha256 = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_overrides")
    proposed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="signed_overrides")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="delegated_overrides")
    signed_at = models.DateTimeField(null=True)
    single_person = models.BooleanField(default=False)

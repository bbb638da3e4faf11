"""How a piece of safety information is kept, for the verbs that receive one or many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kizuki.actions.cases.open_case import business_year
from kizuki.actions.documents import keep_document
from kizuki.actions.embargo.secrecy import Confidential, keep_secret_from_intake, pass_on
from kizuki.actions.obligations.by_information import follow_information
from kizuki.actions.rows import find, numbered, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor
from kizuki.core.information.harm import SAID, told_of
from kizuki.core.information.sources import source_of
from kizuki.core.numbering import numbers_after
from kizuki.core.refusal import Refused
from kizuki.store.models import Company, Device, Hospital, InformationReceipt, SafetyInformation, User
from kizuki.store.record.numbering import highest_number

TEXTS = ("summary", "story", "reporter", "patient", "finder", "translation", "remark", "serial", "hospital")
"""What a piece of information may say, each a text of its own: persons stand apart from what happened; `hospital` is the
name of one that is not on our list."""


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """Somebody of the company knew on a day: a person who signs in (`user`), or a name."""

    learned_on: date
    user: int | None = None
    name: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class InformationEntry:
    """A piece of safety information as received.

    `source` is a code of `core/information/sources.toml`; `receipts` who knew of it when, at least one; `texts` by
    kind (TEXTS), `summary` at least; `original` its bytes as they came, with their media type. `device` and `hospital`
    are keys, absent while nobody knows. `confidential` says who alone sees it from the first moment. `told_harm` is what
    was heard of people's harm (SAID); where it is empty, the words are read for a death.
    """

    source: str
    receipts: Sequence[ReceiptEntry]
    texts: Mapping[str, str]
    device: str | None = None
    hospital: str | None = None
    original: tuple[bytes, str] | None = None
    source_no: str = ""
    occurred_on: date | None = None
    country: str = ""
    translation: str = "not_needed"
    sha256: str = ""
    follows: int | None = None
    confidential: Confidential | None = None
    told_harm: str = ""


def checked_entry(entry: InformationEntry, on: date, actor: Actor) -> InformationEntry:
    """The entry itself, or `Refused` by name; `on` is today in Japan."""
    source_of(entry.source, "information.source")
    if not entry.receipts:
        raise Refused("information.receipts", "somebody learned of it: name at least one person and the day")
    for place, receipt in enumerate(entry.receipts):
        check_receipt(receipt, on, f"information.receipts.{place}", actor)
    for kind, body in entry.texts.items():
        if kind not in TEXTS:
            raise Refused(f"information.texts.{kind}", f"is not one of: {', '.join(TEXTS)}")
        text(body, f"information.texts.{kind}", longest=20_000)
    text(entry.texts.get("summary", ""), "information.texts.summary", longest=20_000, required=True)
    if entry.told_harm and entry.told_harm not in SAID:
        raise Refused("information.told_harm", f"is not one of: {', '.join(SAID)}")
    numbered(entry.source_no, "information.source_no", longest=80)
    if entry.occurred_on is not None and entry.occurred_on > on:
        # An event abroad may bear the date of a day that has not begun in Japan; never of the day after.
        raise Refused("information.occurred_on", f"{entry.occurred_on} lies ahead of {on}")
    return entry


def subjects_before(entry: InformationEntry, actor: Actor) -> list[str]:
    """What was there before the information: what a verb that receives it is about."""
    device = find(Device, "information.device", actor=actor, key=entry.device) if entry.device else None
    about = [f"device:{device.pk}"] if device is not None else []
    return [*about, *([f"information:{entry.follows}"] if entry.follows else [])]


def check_receipt(receipt: ReceiptEntry, on: date, place: str, actor: Actor) -> None:
    """`Refused` where a receipt names nobody, or a day that has not come."""
    if receipt.user is None and not receipt.name.strip():
        raise Refused(place, "names nobody")
    if receipt.user is not None:
        find(User, f"{place}.user", actor=actor, pk=receipt.user)
    if receipt.learned_on > on:
        raise Refused(f"{place}.learned_on", f"{receipt.learned_on} is after {on}")


def keep_information(act: Act, entry: InformationEntry, number: str) -> tuple[SafetyInformation, list[str]]:
    """Write one piece with its receipts, texts and original; also what the audit names. Checked beforehand."""
    device = find(Device, "information.device", actor=act.actor, key=entry.device) if entry.device else None
    hospital = find(Hospital, "information.hospital", actor=act.actor, key=entry.hospital) if entry.hospital else None
    original, subjects = keep_document(*entry.original) if entry.original else (None, [])
    row = SafetyInformation.objects.create(
        number=number,
        source=entry.source,
        awareness_on=min(receipt.learned_on for receipt in entry.receipts),
        device=device,
        hospital=hospital,
        original=original,
        source_no=entry.source_no.strip(),
        sha256=entry.sha256,
        follows_id=entry.follows,
        occurred_on=entry.occurred_on,
        country=entry.country.upper(),
        translation=entry.translation,
        received_at=act.at,
        # A row of a list abroad, and nothing else, bears the digest of what was told under its number.
        told_harm=told_of(entry.told_harm, entry.texts.values(), listed_abroad=bool(entry.sha256)),
    )
    keep_secret_from_intake(act, f"information:{row.pk}", entry.confidential, act.actor)
    if entry.follows and entry.confidential is None:
        pass_on(act, f"information:{entry.follows}", [f"information:{row.pk}"])
    for receipt in entry.receipts:
        keep_receipt(act, row, receipt)
    for kind, body in entry.texts.items():
        keep_text(act, f"information:{row.pk}", kind, body)
    follow_information(act, row)
    if device is not None:
        subjects.append(f"device:{device.pk}")
    return row, [f"information:{row.pk}", *subjects]


def keep_receipt(act: Act, information: SafetyInformation, receipt: ReceiptEntry) -> InformationReceipt:
    """Write that somebody knew."""
    row = InformationReceipt.objects.create(
        information=information,
        user_id=receipt.user,
        learned_on=receipt.learned_on,
        channel=receipt.channel,
        recorded_at=act.at,
    )
    keep_text(act, f"receipt:{row.pk}", "name", receipt.name)
    return row


def next_numbers(act: Act, count: int) -> list[str]:
    """The next numbers of the business year, in order. The company's row is the turnstile."""
    if not Company.objects.select_for_update().filter(id=1).exists():
        raise Refused("company", "the company is registered before its first information")
    prefix = f"I-{business_year(timezone.localdate(act.at))}-"
    return numbers_after(highest_number(SafetyInformation.objects.all(), prefix), prefix, width=5, count=count)

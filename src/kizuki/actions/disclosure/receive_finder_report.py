"""Receive a finder's report: confidential from its arrival, owed its acknowledgement, by form or as a mail file."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.actions.embargo.secrecy import NEEDS_SIGNERS, Confidential, keep_secret
from kizuki.actions.information.moving import decision_of
from kizuki.actions.information.receiving import (
    InformationEntry,
    ReceiptEntry,
    checked_entry,
    keep_information,
    next_numbers,
)
from kizuki.actions.obligations.keeping import write_owned
from kizuki.actions.rows import text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.disclosure.table import ACKNOWLEDGEMENT_DAYS
from kizuki.core.information.mail_file import MailFile, read_mail
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.refusal import Refused
from kizuki.store.disclosure.desk import readers_now
from kizuki.store.models import SafetyInformation
from kizuki.store.people.signers import second_persons
from kizuki.store.record.canonical import digest_of
from kizuki.store.record.keeping_rows import standing

ACKNOWLEDGE = "acknowledge_finder"
"""The task that stands until the finder was told that the report arrived."""

LONGEST = 6_000
"""Characters of what a finder writes in the form: what is longer comes by mail, and a request of anybody stays small."""
LONGEST_LINE = 300
_CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class FinderReport:
    """What a finder wrote in the form: which product as they call it, what the hole is and how it is reached, how the
    finder is reached ('' not at all)."""

    title: str
    body: str
    product: str = ""
    contact: str = ""


def receive_finder_report(report: FinderReport, *, on: date, actor: Actor) -> str:
    """Keep it as safety information of the source `finder`, which nobody but the standing list sees from the first
    moment, known to the company since `on`. Returns a receipt code, drawn by lot: it tells nothing of the record.

    `Refused` where a field is missing or too long, or where nobody is on the list (the form is closed then).
    """
    title = text(report.title, "title", longest=LONGEST_LINE, required=True)
    body = text(report.body, "body", longest=LONGEST, required=True)
    product = text(report.product, "product", longest=LONGEST_LINE)
    contact = text(report.contact, "contact", longest=LONGEST_LINE)
    texts = {"summary": title, "story": "\n".join(filter(None, (product, body))), "finder": contact}
    code = f"F-{''.join(secrets.choice(_CODE_SIGNS) for _ in range(12))}"
    _receive(texts, code, (), on, on, "web", actor)
    return code


def receive_finder_mail(content: bytes, *, learned_on: date | None = None, on: date, actor: Actor) -> int:
    """Keep a mail file (.eml) as a finder's report, with the file itself as its original. Returns the information's id.

    The company knew on the day on which its own server took the mail; `learned_on` says an earlier day, or the day where
    no server says one. `Refused` where the file is no mail or was received already, where a later day is told, or where
    the person who brings it is not on the standing list: they would see what is confidential.
    """
    mail = read_mail(content)
    told = {one for one in (learned_on, mail.arrived_on) if one is not None}
    if not told:
        raise Refused("learned_on", "no server says when the mail arrived; name the day")
    if learned_on is not None and mail.arrived_on is not None and learned_on > mail.arrived_on:
        raise Refused("learned_on", f"the mail arrived on {mail.arrived_on}, before {learned_on}")
    if standing(SafetyInformation, original_id=digest_of(content)).exists():
        raise Refused("mail", "this very file was received already")
    texts = {"summary": mail.subject or "—", "story": _story(mail), "finder": mail.sender}
    return _receive(texts, mail.message_id, content, min(told), on, "email", actor)


def _story(mail: MailFile) -> str:
    """The words of the mail, then what stands in the original alone."""
    more = [*mail.unread, *(["…"] if mail.cut else [])]
    return "\n\n".join(filter(None, (mail.body, "\n".join(f"[{one}]" for one in more))))


def _receive(
    texts: Mapping[str, str], code: str, original: bytes | tuple[()], known: date, on: date, way: str, actor: Actor
) -> int:
    entry = InformationEntry(
        source="finder",
        receipts=[_receipt(known, way, actor)],
        texts={kind: words for kind, words in texts.items() if words},
        original=(bytes(original), "message/rfc822") if original else None,
        source_no=_coded(code),
    )
    checked_entry(entry, on, actor)
    with verb("receive_finder_report", actor=actor, of=["company:1"]) as act:
        readers = _readers(act)
        row, subjects = keep_information(act, entry, next_numbers(act, 1)[0])
        keep_secret(act, f"information:{row.pk}", Confidential(readers))
        if not second_persons(readers, on, None):
            # It is kept for who is here; that none of them could sign for another is not a reason to turn it away.
            act.wait_for(Waiting(NEEDS_SIGNERS, subjects[0], "embargo", "general_manager", due_on=on))
        _owe(act, row)
        act.wait_for(decision_of(row))
        act.wait_for(Waiting("identify_device", subjects[0], "information", "safety_officer"))
        act.record(
            subjects=subjects,
            payload={"number": row.number, "source": "finder", "awareness_on": row.awareness_on.isoformat()},
        )
    return int(row.pk)


def _receipt(known: date, way: str, actor: Actor) -> ReceiptEntry:
    """Who knew: the person who brought it, or the desk itself by its name in the glossary."""
    kind, _, identity = actor.code.partition(":")
    return ReceiptEntry(known, int(identity) if kind == "user" else None, "" if kind == "user" else "受付窓口", way)


def _coded(number: str) -> str:
    """A number of its source is a code: what else a mail calls itself by stands in the original."""
    return "".join(sign for sign in number if "!" <= sign <= "~")[:80]


def _readers(act: Act) -> list[int]:
    readers = readers_now()
    if not readers:
        raise Refused("finder_desk", "nobody is on the standing list who could receive it")
    if act.person is not None and act.person not in readers:
        raise Refused("actor", "stands not on the list of those who see what finders report; hand it to one of them")
    return readers


def _owe(act: Act, row: SafetyInformation) -> None:
    due_on = row.awareness_on + timedelta(days=ACKNOWLEDGEMENT_DAYS)
    owed = Value("finder_acknowledgement", "owed", learned_on=row.awareness_on, due_on=due_on)
    write_owned(act, f"information:{row.pk}", [Move("open", owed)])
    values = {"information": row.number}
    act.wait_for(Waiting(ACKNOWLEDGE, f"information:{row.pk}", "information", "psirt", due_on=due_on, values=values))

"""Record an attempt to send a report: one that failed, or the formal submission after a FAX or mail."""

from __future__ import annotations

from datetime import datetime

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.obligations.by_sending import formally_sent
from kizuki.actions.obligations.keeping import told
from kizuki.actions.people.signing import person_of
from kizuki.actions.reports.moving import subjects_of
from kizuki.actions.reports.sending import Proof, failed_before, keep_transmission, require_proof, require_way
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms.checking.paper import FORMAL
from kizuki.core.refusal import Refused
from kizuki.store.models import Report
from kizuki.store.obligations.locks import case_of
from kizuki.store.record.clock import JAPAN
from kizuki.store.record.keeping_rows import locked


def record_transmission(
    report_id: int, way: str, proof: Proof, *, went: bool, what: str = "", now: datetime, actor: Actor
) -> int:
    """Keep that sending by a way failed (`went` False; `what` says how), or that a report which went ahead by FAX or mail
    was submitted formally. Returns its id.

    A failure ends nothing: the report is still owed, and another way is taken (the proof of the failure stands beside
    it). A formal submission ends `formal_sending`; the report itself was recorded by `submit_report` when it first left.
    `Refused` without proof, for a way that is none, a report that was not sent yet (then `submit_report`), or a second
    sending by a way that is not formal.
    """
    report = find(Report, "report", actor=actor, pk=report_id)
    require_way(way)
    person_of(actor)
    words = text(what, "what", longest=2_000, required=not went)
    checked = require_proof(proof, proof.at.astimezone(JAPAN).date(), now)
    _require(report, way, went=went)
    with verb("record_transmission", actor=actor, of=[f"report:{report_id}"]) as act:
        lock_ledger(act, case_of(Report, report_id))
        report = locked(Report, report_id)
        instead_of = failed_before(report, way) if went else None
        row, subjects = keep_transmission(act, report, way, checked, went=went, instead_of=instead_of)
        keep_text(act, f"transmission:{row.pk}", "what", words)
        moves = formally_sent(act, report, "record_transmission") if went else ()
        act.record(
            subjects=[*subjects_of(report), *subjects],
            payload={"way": way, "went": went, "form": report.form, "number": report.number, "ledger": told(moves)},
        )
    return int(row.pk)


def _require(report: Report, way: str, *, went: bool) -> None:
    if not went:
        return
    if report.state != "submitted":
        raise Refused("report", f"is {report.state}; what left first is recorded by submit_report")
    if way not in FORMAL:
        raise Refused("way", f"{way} is not formal; the formal submission goes by one of: {', '.join(FORMAL)}")

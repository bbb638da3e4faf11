"""Two people on one case at the same instant: one comes after the other, nothing is lost, and nothing stands half."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.close_case import close_case
from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate, sign_case_duplicate
from kizuki.actions.obligations.propose_end import propose_end
from kizuki.actions.obligations.sign_change import sign_change
from kizuki.actions.obligations.sign_end import sign_end
from kizuki.actions.register.decide_no_report import decide_no_report
from kizuki.actions.register.propose_no_report import Proof, Proposal, propose_no_report
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.submit_report import submit_unapproved
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, EndProposal, FirstReport, NoReportDecision, Obligation, Report, Submission
from kizuki.store.obligations.changes import changes_of
from kizuki.store.register.shown_decision import shown_sha256
from tests.actions.obligations.desk import ON, Desk, event, harmed, one, owed
from tests.actions.obligations.test_machine import of_the_record
from tests.actions.office import PASSWORD, sending

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 4
"""How often each pair is tried: who comes first is for the machine to say."""

Deed = Callable[[], object]


def at_once(*deeds: Deed) -> list[str]:
    """Each in a thread and on a connection of its own, from one signal on: what refused it, or ''. Whatever else one of
    them raises is raised here."""
    ready, said, wrong = Barrier(len(deeds)), [""] * len(deeds), list[Exception]()

    def run(place: int, deed: Deed) -> None:
        try:
            ready.wait(60)
            deed()
        except Refused as refusal:
            said[place] = str(refusal)
        except Exception as fault:  # noqa: BLE001 (raised below, where pytest sees it)
            wrong.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for fault in wrong:
        raise fault
    return said


def typed(desk: Desk, case: int, change: Callable[[list[dict[str, Any]]], object]) -> Deed:
    """An answer as it was typed on the page that everybody has before them now."""
    known = newest_facts(case)
    change(known.facts["matters"])
    return lambda: answer_facts(case, known.facts, revision=known.revision, on=ON, actor=desk.office.ito)


def a_death(desk: Desk, case: int) -> Deed:
    return typed(desk, case, lambda matters: matters[0].update(potential="death", harms=[harmed()]))


def holds(*cases: int) -> None:
    """What must hold of a case whatever was done on it."""
    for case in cases:
        assert of_the_record(case) == []
    for row in Obligation.objects.filter(case__in=cases):
        steps = row.steps.order_by("position")
        assert [step.position for step in steps] == list(range(1, len(steps) + 1))
        assert steps.last().state_after == row.state


@pytest.fixture
def at_work() -> Any:
    desk = Desk()
    yield desk
    assert verify_record().intact


def test_of_two_answers_to_one_revision_one_counts_and_the_other_is_told_so(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(event(), key=f"case {number}")
        one_way = typed(at_work, case, lambda matters: matters[0].update(notes="電話"))
        said = at_once(one_way, a_death(at_work, case))
        assert sorted(bool(words) for words in said) == [False, True]
        assert "somebody else" in "".join(said)
        assert newest_facts(case).revision == 2
        assert bool(owed(case, "first_report")) == (said[1] == "")
        holds(case)


def closable(desk: Desk, key: str) -> tuple[int, int]:
    """A case on which everything was done."""
    case = desk.open(event(harms=[], potential="serious"), key=key)
    report = desk.draft(case)
    desk.send(report)
    desk.received(report)
    read = str(Report.objects.get(pk=report).document_id)
    approve_report(report, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    desk.settled(case)
    return case, report


def closing(desk: Desk, case: int) -> Deed:
    return lambda: close_case(case, "reported", "終了", actor=desk.office.sato)


def test_a_death_that_is_typed_while_the_case_is_closed_leaves_it_open_and_owed(at_work: Desk) -> None:
    for number in range(TIMES):
        case, _ = closable(at_work, f"case {number}")
        typing, _ = at_once(a_death(at_work, case), closing(at_work, case))
        assert typing == ""
        assert Case.objects.get(pk=case).state == "open"
        assert owed(case, "first_report")
        holds(case)


def test_a_case_is_closed_once(at_work: Desk) -> None:
    case, _ = closable(at_work, "case")
    said = at_once(closing(at_work, case), closing(at_work, case))
    assert sorted(bool(words) for words in said) == [False, True]
    assert Case.objects.get(pk=case).state == "closed"
    holds(case)


def leaving(desk: Desk, report: int) -> Deed:
    row = Report.objects.get(pk=report)
    told = sending("portal", row.due_on or ON, str(row.document_id))
    return lambda: submit_unapproved(
        report, told, password=PASSWORD, comment="期限", on=row.due_on or ON, actor=desk.office.kato
    )


def test_a_report_leaves_once(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(event(harms=[harmed("serious", predictable=False)]), key=f"case {number}")
        report = at_work.draft(case, at_work.persons(case)[0])
        said = at_once(leaving(at_work, report), leaving(at_work, report))
        assert sorted(bool(words) for words in said) == [False, True]
        assert Submission.objects.filter(report=report).count() == 1
        assert one(case, "item", "1-ハ").state == "sent"
        holds(case)


def test_a_death_that_is_typed_while_a_report_leaves_is_owed(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(event(harms=[], potential="serious"), key=f"case {number}")
        report = at_work.draft(case)
        assert at_once(leaving(at_work, report), a_death(at_work, case)) == ["", ""]
        assert one(case, "item", "2-ロ").state == "sent"
        assert (one(case, "item", "1-イ").state, bool(owed(case, "first_report"))) == ("owed", True)
        holds(case)


def test_a_death_that_is_typed_while_its_lapse_is_signed_stays_owed(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(event(harms=[harmed("serious", predictable=False)]), key=f"case {number}")
        at_work.answer(case, lambda matters: matters[0].update(harms=[], potential="none"))
        read = changes_of(case).sha256

        def signing(case: int = case, read: str = read) -> None:
            sign_change(case, read_sha256=read, password=PASSWORD, on=ON, actor=at_work.office.tanaka)

        typing, signed = at_once(a_death(at_work, case), signing)
        assert typing == ""
        assert signed == "" or "have moved" in signed
        assert (one(case, "item", "1-イ").state, bool(owed(case, "first_report"))) == ("owed", True)
        holds(case)


NOTHING = {
    "kind": "vulnerability", "learned_on": "2026-06-01", "locus": "domestic", "potential": "death",
    "component_present": False, "evidence": {"component_present": "SBOM of 3.2.1"}, "malfunction_predictable": False,
    "exploited": "none_known",
}  # fmt: skip
PROOFS = (
    Proof("sbom", b"component list of 3.2.1: the part is not in it", "application/json"),
    Proof("design", b"build log: the part is not linked", "text/plain"),
)


def test_a_death_that_is_typed_while_no_report_is_decided_is_owed_and_its_class_asked(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(dict(NOTHING), key=f"case {number}")
        proposal = Proposal("component_not_used", "当該機能は組み込まれていない", PROOFS)
        made = propose_no_report(case, proposal, on=ON, actor=at_work.office.ito)
        read = shown_sha256(made)

        def deciding(made: int = made, read: str = read) -> None:
            decide_no_report(
                made, agreed=True, read_sha256=read, password=PASSWORD, on=ON, actor=at_work.office.tanaka
            )

        new = event(learned_on="2026-06-15", harms=[harmed()])
        typing, decided = at_once(typed(at_work, case, lambda matters, new=new: matters.append(new)), deciding)
        assert typing == ""
        assert (decided == "") == (NoReportDecision.objects.get(pk=made).state == "decided")
        death = at_work.matters(case)[1]
        assert [row.matter for row in owed(case, "first_report")] == [death]
        assert death in {row.matter for row in owed(case, "class_confirmation")}
        if decided:
            assert len(owed(case, "class_confirmation")) == 2, "nothing was confirmed by what was not signed"
        holds(case)


def test_a_first_report_is_recorded_once_for_whom_it_names(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(event(harms=[harmed()]), key=f"case {number}")
        (row,) = owed(case, "first_report")
        said = at_once(lambda c=case, r=row: at_work.fax(c, r), lambda c=case, r=row: at_work.fax(c, r))
        assert sorted(bool(words) for words in said) == [False, True]
        assert FirstReport.objects.filter(case=case).count() == 1
        holds(case)


def test_an_act_of_two_persons_is_signed_once_and_proposed_anew_beside_it_without_a_standstill(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(event(harms=[], potential="serious"), key=f"case {number}")
        rows = [row.kept_as for row in owed(case, "beside")]

        def proposing(case: int = case, rows: Any = tuple(rows)) -> int:
            said = {"how": "none"}
            return propose_end(case, rows, "decide_beside", said, reason="対象なし", actor=at_work.office.sato)

        made = proposing()
        read = EndProposal.objects.get(pk=made).sha256

        def signing(made: int = made, read: str = read) -> None:
            sign_end(made, read_sha256=read, password=PASSWORD, on=ON, actor=at_work.office.tanaka)

        said = at_once(signing, signing, proposing)
        assert sorted(bool(words) for words in said) == [False, True, True], said
        assert not owed(case, "beside")
        holds(case)


def test_a_death_that_is_typed_while_its_case_becomes_a_duplicate_is_owed_where_it_goes_on(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(event(harms=[], potential="serious"), key=f"case {number}")
        kept = at_work.open(event(harms=[], potential="none"), key=f"kept {number}")
        made = mark_case_duplicate(case, kept, "同一の事象", actor=at_work.office.sato) or 0
        read = EndProposal.objects.get(pk=made).sha256

        def signing(made: int = made, read: str = read) -> None:
            sign_case_duplicate(made, read_sha256=read, password=PASSWORD, on=ON, actor=at_work.office.tanaka)

        said = at_once(a_death(at_work, case), signing)
        assert sorted(bool(words) for words in said) == [False, True], said
        assert bool(owed(case, "first_report")) == (said[0] == "")
        assert [row.item for row in owed(kept, "item") if row.item == "2-ロ"] == (["2-ロ"] if said[0] else [])
        holds(case, kept)


def test_pmdas_word_and_an_answer_that_come_together_both_count(at_work: Desk) -> None:
    for number in range(TIMES):
        case = at_work.open(event(harms=[], potential="serious"), key=f"case {number}")
        report = at_work.draft(case)
        at_work.send(report)

        def rejecting(report: int = report) -> None:
            at_work.received(report, accepted=False, on=date(2026, 6, 20))

        assert at_once(rejecting, a_death(at_work, case)) == ["", ""]
        assert {row.item for row in owed(case, "item") if row.state == "owed"} >= {"1-イ", "2-ロ"}
        holds(case)

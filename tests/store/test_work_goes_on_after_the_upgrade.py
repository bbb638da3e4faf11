"""After the upgrade work goes on: what was on its way is sent, PMDA's words come, facts are corrected, doors open."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import WANTED, _administer
from tests.store.upgraded import CALL, answered, kept_record, python

DRAFTS = """
bring_up_to_date(on=ON)
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.review_report import review_report
from kizuki.actions.reports.submit_report import submit_report
from tests.actions.office import sending
import kizuki.actions.reports.draft_form as drafting
from kizuki.gateways.typst import PrintedForm
import hashlib
def stand_in(form, *, draft, fonts=None):
    body = f"%PDF-1.7 {draft} {form.number}".encode()
    return PrintedForm(body, 2, (), (), hashlib.sha256(body).hexdigest())
drafting.print_form = stand_in
WORDS = "kenshin-0472-hibari"
def go(key):
    report = Report.objects.get(case__key=key)
    on = date(2026, 11, 16)
    read = lambda: Report.objects.get(pk=report.pk).document_id
    if report.state == "draft":
        request_review(report.pk, on=on, actor=user("ito"))
    if Report.objects.get(pk=report.pk).state == "in_review":
        review_report(report.pk, read_sha256=read(), password=WORDS, on=on, actor=user("sato"))
    if Report.objects.get(pk=report.pk).state == "in_approval":
        approve_report(report.pk, read_sha256=read(), password=WORDS, on=on, actor=user("tanaka"))
    submit_report(report.pk, sending("portal", on, read()), on=on, actor=user("kato"))
    return [Report.objects.get(pk=report.pk).state, owed(key)]
keys = [f"on-its-way-{name}" for name in ("draft", "in-review", "in-approval", "approved", "several")]
print(json.dumps({key: go(key) for key in keys}))
"""

WORDS_OF_PMDA = """
bring_up_to_date(on=ON)
from kizuki.actions.reports.record_receipt import Answered, record_receipt
report = Report.objects.get(case__key="unanswered")
before = rows("unanswered", "sent")
taken = sys.argv[1] == "taken"
said = Answered(True, ON, receipt_year="2026", receipt_number="9AB") if taken else Answered(False, ON)
record_receipt(report.pk, said, on=ON, actor=user("kato"))
print(json.dumps([before, rows("unanswered", "sent"), owed("unanswered")]))
"""

CORRECTED = """
bring_up_to_date(on=ON)
from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.store.cases.facts import newest_facts
known = newest_facts(case("week-day"))
matter = {**known.facts["matters"][0], "learned_on": "2026-11-02"}
answer_facts(case("week-day"), {**known.facts, "matters": [matter]}, revision=known.revision, on=ON, actor=user("ito"))
lines = []
again = bring_up_to_date(on=ON, tell=lines.append)
told = [line for line in lines if "0047" in line]
print(json.dumps([owed("week-day"), rows("week-day", "ended"), told, again.taken_in]))
"""

CUT_OFF = """
import os
left = [int(sys.argv[1])]
def between():
    # Rows of before are committed to and sealed first; what is counted are cases.
    left[0] -= AuditEntry.objects.filter(verb="take_into_ledger").exists()
    if not left[0]:
        os._exit(9)
bring_up_to_date(on=ON, between=between)
"""

STANDS = """
print(json.dumps({row.key: [row.state, rows(row.key, "owed", "open", "carried", "sent", "ended", "taken_over")]
    for row in Case.objects.all()} | {"left": Case.objects.filter(settled_by="").count(),
    "entries": AuditEntry.objects.filter(verb="take_into_ledger").count(), "intact": verify_record().intact}))
"""

DONE = """
bring_up_to_date(on=ON)
print(json.dumps(0))
"""


@pytest.fixture(scope="module")
def upgraded_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The kept record, its schema brought to this version, and the file of its key."""
    with kept_record(request, tmp_path_factory.mktemp("kept")) as found:
        yield found


@pytest.fixture
def upgraded_url(
    upgraded_once: tuple[str, Path], request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[str, Path]]:
    """A copy of it for one story."""
    url, keys = upgraded_once
    if WANTED == "sqlite":
        copy = shutil.copy(url.removeprefix("sqlite://"), tmp_path / "kizuki.sqlite3")
        yield f"sqlite://{copy}", keys
        return
    server_url: Callable[[str], str] = request.getfixturevalue("server_url")
    template, name = url.partition("?")[0].rpartition("/")[2], f"kizuki_{uuid.uuid4().hex}"
    _administer(server_url("postgres"), f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield server_url(name), keys
    _administer(server_url("postgres"), f'DROP DATABASE "{name}" WITH (FORCE)')


def test_reports_that_were_on_their_way_are_handed_in_and_end_what_they_say(upgraded_url: tuple[str, Path]) -> None:
    told = answered(*upgraded_url, DRAFTS)
    assert {key: state for key, (state, _) in told.items()} == dict.fromkeys(told, "submitted")
    for key in ("draft", "in-review", "in-approval", "approved"):
        assert told[f"on-its-way-{key}"][1] == [], key
    # It spoke of two persons, and nobody can say for which: it went out, and a person is asked.
    assert len(told["on-its-way-several"][1]) == 5, "that it spoke of several persons stays to be put right"


def test_the_word_of_pmda_on_a_report_of_before_ends_it_or_owes_it_anew(upgraded_url: tuple[str, Path]) -> None:
    before, sent, left = answered(*upgraded_url, WORDS_OF_PMDA, "rejected")
    assert (before, sent) == (["item 2-ロ 2026-12-02"], [])
    assert left == ["class_confirmation 2026-11-17", "item 2-ロ 2026-12-02"]


def test_an_acceptance_ends_what_a_report_of_before_had_sent(upgraded_url: tuple[str, Path]) -> None:
    assert answered(*upgraded_url, WORDS_OF_PMDA, "taken") == [["item 2-ロ 2026-12-02"], [], []]


def test_facts_that_were_refused_are_corrected_and_owe_what_they_ask_for(upgraded_url: tuple[str, Path]) -> None:
    left, _, told, taken_in = answered(*upgraded_url, CORRECTED)
    assert {"first_report p1 2026-11-02", "item p1 1-イ 2026-11-17", "item 2-ロ 2026-12-02"} <= set(left)
    assert (told, taken_in) == ([], 0)


def test_an_upgrade_that_is_killed_goes_on_at_the_next_start(upgraded_url: tuple[str, Path], tmp_path: Path) -> None:
    from tests.store.upgraded import OPENED

    url, keys = upgraded_url
    for after in ("7", "1"):
        assert python(url, keys, OPENED + CUT_OFF, after).returncode == 9
    cut = answered(url, keys, STANDS)
    assert cut["entries"] == 8, "seven cases, then one"
    answered(url, keys, DONE)
    whole = answered(url, keys, STANDS)
    assert (whole["left"], whole["intact"]) == (2, True), "the two that are refused are left"
    assert whole["entries"] == len([key for key in whole if key not in ("left", "entries", "intact")])


@pytest.mark.parametrize("words", [("worker", "--until-idle"), ("sample", "--password", "kenshin-0472-hibari")])
def test_every_door_brings_a_record_up_before_it_works_in_it(
    upgraded_url: tuple[str, Path], words: tuple[str, ...]
) -> None:
    url, keys = upgraded_url
    done = python(url, keys, CALL, *words)
    assert done.returncode == 0, done.stderr
    assert "2026-0020: was closed and owes something; it is open again" in done.stderr
    assert "48 cases taken into the ledger (4 reopened, 3 unclear)" in done.stderr
    assert answered(url, keys, STANDS)["intact"]


def test_a_case_that_is_not_in_the_ledger_yet_is_not_worked_on(upgraded_url: tuple[str, Path]) -> None:
    script = """
from kizuki.actions.cases.determine import determine
from kizuki.actions.record.commit_rows import commit_rows
from kizuki.actions.record.seal_standing_texts import seal_standing_texts
commit_rows(actor=Actor.program("upgrade"))
seal_standing_texts(actor=Actor.program("upgrade"))
try:
    determine(case("death"), on=ON, actor=Actor.program("test"))
except Refused as refusal:
    print(json.dumps(str(refusal)))
"""
    assert "not in the ledger yet" in answered(*upgraded_url, script)


def test_a_replay_of_an_upgraded_record_finds_no_fault(upgraded_url: tuple[str, Path]) -> None:
    url, keys = upgraded_url
    answered(url, keys, DONE)
    done = python(url, keys, CALL, "replay", "--json")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    made_now = 48
    assert (told["faults"], told["same"]) == (0, made_now)
    assert told["replayed"] - told["same"] == told["differences"]
    parts = {part for row in told["listed"] for part in row["parts"]}
    # Answers of before merged persons and lacked what they lacked; none of them concluded otherwise.
    assert not parts & {"outcome", "primary", "due_on", "prompt_first_report"}


LEDGER = (
    *("store_matter", "store_harmedperson", "store_sheetidentity", "store_obligation", "store_obligationstep"),
    *("store_reportobligation", "store_firstreportobligation", "store_endproposal"),
)
PROPOSED = """
bring_up_to_date(on=ON)
from kizuki.actions.obligations.propose_end import propose_end
row = Obligation.objects.filter(case__key="second-death-after-both", kind="beside").first()
propose_end(row.case_id, [row.pk], "decide_beside", {"how": "none"}, reason="対象外", actor=user("sato"))
print(json.dumps(0))
"""
COUNTS = """
from kizuki.store.backup.copying import counts_of
from kizuki.store.queries.case_rows import case_rows
from kizuki.store.queries.viewer import PROGRAM
number = case("second-death-after-both")
of_case = {table: len(found) for table, found in case_rows(PROGRAM, number).own.items()}
expected = {"store_matter": Matter.objects.filter(case=number).count(),
    "store_harmedperson": HarmedPerson.objects.filter(matter__case=number).count(),
    "store_sheetidentity": SheetIdentity.objects.filter(sheet__case=number).count(),
    "store_obligation": Obligation.objects.filter(case=number).count(),
    "store_obligationstep": ObligationStep.objects.filter(obligation__case=number).count(),
    "store_reportobligation": ReportObligation.objects.filter(report__case=number).count(),
    "store_firstreportobligation": FirstReportObligation.objects.filter(first_report__case=number).count(),
    "store_endproposal": EndProposal.objects.filter(case=number).count()}
# That a backup was made is noted after it, beside the record.
counted = {table: count for table, count in counts_of("default").items() if table != "store_upkeep"}
print(json.dumps({"all": counted, "of_case": of_case, "expected": expected,
    "owed": {row.key: owed(row.key) for row in Case.objects.all()}, "intact": verify_record().intact}))
"""


def test_the_ledger_survives_backup_and_restore_and_stands_in_the_export_of_a_case(
    upgraded_url: tuple[str, Path], empty_database_url_too: str, tmp_path: Path
) -> None:
    url, keys = upgraded_url
    answered(url, keys, PROPOSED)
    out = tmp_path / "kizuki.backup"
    for place, words in ((url, ("backup", str(out))), (empty_database_url_too, ("restore", str(out)))):
        done = python(place, keys, CALL, *words)
        assert done.returncode == 0, done.stderr
    # Asked after the backup, whose first signature has an entry of its own.
    told = answered(url, keys, COUNTS)
    assert {table: told["of_case"].get(table, 0) for table in LEDGER} == told["expected"]
    assert all(told["expected"].values())
    assert answered(empty_database_url_too, keys, COUNTS) == told
    done = python(url, keys, CALL, "audit", "export", "2026-0017", str(tmp_path / "export"))
    assert done.returncode == 0, done.stderr

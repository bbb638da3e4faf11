"""`kizuki report`: the check, PMDA's answers from a file, the electronic report."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.submit_report import submit_report
from kizuki.cli.main import main
from kizuki.core.forms.electronic import schema
from kizuki.store.models import Receipt
from tests.actions.office import ON, PASSWORD, Office, filled_case, read, sending

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kizuki.cli.report.open_existing_record", lambda: None)


def sent() -> int:
    office, case_id = Office(), filled_case(steps=2)
    report = draft_form(case_id, 8, actor=office.ito)
    request_review(report, on=ON, actor=office.ito)
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=ON, actor=office.tanaka)
    submit_report(report, sending("portal", ON, read(report)), on=ON, actor=office.kato)
    return report


def test_the_check_answers_in_json_and_as_a_page_whatever_it_finds(capsys: Any) -> None:
    report = draft_form(filled_case(), 8, actor=Office().ito)
    assert main(["report", "check", str(report), "--on", "2026-08-03", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["refused"] is None
    found = {row["code"]: row for row in answer["findings"]}
    assert found["not_approved"]["severity"] == "look"
    assert {"code", "field", "place", "severity", "severity_words", "owed", "text"} <= set(found["not_approved"])
    assert main(["report", "check", str(report), "--on", "2026-08-03", "--lang", "en"]) == 0
    assert "It is not approved yet." in capsys.readouterr().out


def test_a_report_that_is_not_there_is_one_clear_line(capsys: Any) -> None:
    assert main(["report", "check", "999"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "there is no report 999" in said.err


def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: Any, name: str = "kato") -> int:
    file = tmp_path / "ack.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    return main(["report", "answers", str(file), "--as", name, "--on", "2026-08-04", "--json"])


def test_an_answer_finds_its_report_by_the_number_of_the_transmission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    report = sent()
    told = {"message": "20260803-0001", "accepted": True, "received_on": "2026-08-04"}
    told |= {"receipt_year": "2026", "receipt_number": "012345AB"}
    assert answers(tmp_path, monkeypatch, told) == 0
    assert json.loads(capsys.readouterr().out)[0]["report"] == report
    kept = Receipt.objects.get()
    assert (kept.report_id, kept.message, kept.receipt_number) == (report, "20260803-0001", "012345AB")
    assert json.loads(bytes(kept.document.content)) == told, "the answer is kept as it came"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"message": "unknown", "accepted": True, "received_on": "2026-08-04", "receipt_number": "1"}, "no report"),
        ({"message": "20260803-0001", "accepted": True, "received_on": "2026-08-04"}, "receipt number"),
        ({"message": "20260803-0001", "received_on": "2026-08-04"}, "accepted"),
        ({"message": "20260803-0001", "accepted": False, "received_on": "4 August"}, "is not a day"),
        ({"accepted": False, "received_on": "2026-08-04", "report": 999}, "no report that was sent"),
        ({"accepted": False, "received_on": "2026-08-04", "colour": "red"}, "unknown key"),
    ],
)
def test_one_bad_answer_keeps_all_of_them_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, bad: dict[str, Any], why: str
) -> None:
    report = sent()
    good = {"report": report, "accepted": True, "received_on": "2026-08-04", "receipt_number": "012345AB"}
    assert answers(tmp_path, monkeypatch, [good, bad]) == 2
    said = capsys.readouterr()
    assert why in said.err
    assert said.out == ""
    assert not Receipt.objects.exists()


def test_a_report_is_written_as_json_under_the_published_schema(tmp_path: Path, capsys: Any) -> None:
    report = sent()
    out = tmp_path / "report.json"
    assert main(["report", "write", str(report), str(out)]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert jsonschema_rs.validator_for(schema()).is_valid(document)
    assert {box["field"]: box["item"] for box in document["boxes"]}["kind"] == "M.2.1"
    capsys.readouterr()
    assert main(["report", "write", str(report), str(out)]) == 2, "nothing is written over what is there"
    assert "is there already" in capsys.readouterr().err
    assert main(["report", "write", str(report)]) == 0
    assert json.loads(capsys.readouterr().out) == document


def test_the_schema_is_printed_without_a_record(capsys: Any) -> None:
    assert main(["report", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()

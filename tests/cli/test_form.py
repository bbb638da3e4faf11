"""`kizuki form` as other programs and people call it."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kizuki.cli.main import main
from tests.core.forms.cases import document
from tests.core.forms.examples import FOREIGN, example
from tests.core.forms.test_first_sheet import LEAST
from tests.core.forms.test_periodic import YEAR


class Call:
    """Runs the command on a case written to a file, or given on standard input."""

    def __init__(self, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        self.folder = folder
        self.capfdbinary = capfdbinary

    def __call__(self, case: Any, *words: str, number: str = "8") -> tuple[int, bytes, str]:
        path = self.folder / "case.json"
        path.write_bytes(case if isinstance(case, bytes) else json.dumps(case, ensure_ascii=False).encode())
        code = main(["form", number, str(path), *words])
        out, err = self.capfdbinary.readouterr()
        return code, out, err.decode()


@pytest.fixture
def call(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    return Call(tmp_path, capfdbinary)


def refused(call: Call, case: Any, *words: str, number: str = "8") -> str:
    code, out, err = call(case, *words, number=number)
    assert code == 2
    assert out == b""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


def test_the_answer_has_the_keys_of_the_contract(call: Call) -> None:
    code, out, err = call(document(), "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert {"form", "edition", "fields", "missing", "may_follow", "overflow", "glyphs_missing", "sha256"} <= set(
        answer
    )
    assert (answer["form"], answer["missing"], answer["overflow"], answer["glyphs_missing"]) == (8, [], [], [])
    assert {field["state"] for field in answer["fields"]} == {"filled", "may_follow", "not_asked"}
    assert len(answer["fields"]) == 66


def test_the_pdf_is_written_and_its_digest_is_that_of_the_answer(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    code, out, _ = call(document(), "--json", "--pdf", str(target))
    assert code == 0
    assert json.loads(out)["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    without_file = json.loads(call(document(), "--json")[1])
    assert without_file["sha256"] == json.loads(out)["sha256"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.json", "form.pdf"]


def test_missing_boxes_are_an_answer_and_only_a_draft_is_printed(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    case = document(device__brand=None)
    answer = json.loads(call(case, "--json")[1])
    assert answer["missing"] == ["brand"]
    assert answer["sha256"] is None
    assert "--draft" in refused(call, case, "--pdf", str(target))
    assert not target.exists()
    code, out, _ = call(case, "--draft", "--json", "--pdf", str(target))
    assert code == 0
    assert json.loads(out)["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert all("DRAFT" in page.extract_text() for page in pypdf.PdfReader(target).pages)


def test_a_refused_form_leaves_the_file_that_stands_there(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    target.write_bytes(b"the form of yesterday")
    refused(call, document(device__brand=None), "--pdf", str(target))
    refused(call, document(devise={}), "--pdf", str(target))
    assert target.read_bytes() == b"the form of yesterday"


@pytest.mark.parametrize(
    ("case", "words", "told"),
    [
        (b"", (), "the document is empty"),
        (b"{", (), "not JSON"),
        (b"[]", (), "the case must be one object"),
        (b"{}", (), "facts"),
        (document(device__colour=1), (), "device.colour: unknown key"),
        (document(facts__matters__0__learned_on="2020-01-01", event__occurred_on=None), (), "facts.matters.0"),
        (document(), ("--xlsx", "/nowhere/at/all/form.xlsx"), "/nowhere/at/all/form.xlsx"),
        (document(), ("--xlsx", "-"), "--xlsx"),
        (document(), ("--pdf", "one.pdf", "--xlsx", "one.pdf"), "--xlsx"),
        (document(), ("--pdf", "-"), "--pdf"),
        (document(), ("--pdf", "/nowhere/at/all/form.pdf"), "/nowhere/at/all/form.pdf"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(call: Call, case: Any, words: tuple[str, ...], told: str) -> None:
    assert told in refused(call, case, *words)


def test_a_refusal_names_the_file(call: Call, tmp_path: Path) -> None:
    assert str(tmp_path / "case.json") in refused(call, document(device__colour=1))


def test_the_case_itself_is_never_overwritten(call: Call, tmp_path: Path) -> None:
    assert "is the case itself" in refused(call, document(), "--pdf", str(tmp_path / "case.json"))


def test_a_case_that_calls_for_another_form_says_which(call: Call) -> None:
    light = {"facts__matters__0__harms": [{"severity": "non_serious", "predictable": False}]}
    told = refused(call, document(**light, facts__matters__0__potential="non_serious"))
    assert "does not call for form 8" in told
    assert "form 12" in told


def test_the_case_is_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(document()).encode())))
    assert main(["form", "8", "-", "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["form"] == 8


def test_the_page_shows_every_box_what_is_missing_and_what_to_check(call: Call) -> None:
    code, out, err = call(document(device__brand=None, report__reported_on="2026-06-20"))
    text = out.decode()
    assert (code, err) == (0, "")
    assert "①販売名：〔未記入：必須の欄です〕" in text
    assert "⑤報告日：2026年6月20日" in text
    assert "報告日 2026-06-20 は報告期限 2026-06-16 を過ぎています。" in text
    english = call(document(), "--lang", "en")[1].decode()
    assert "All required fields are filled in." in english
    assert "②Deadline: 15日" in english


def test_without_the_fonts_the_boxes_are_answered_and_only_the_pdf_is_refused(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIZUKI_FONTS", str(tmp_path / "none"))
    answer = json.loads(call(document(), "--json")[1])
    assert answer["overflow"] is answer["glyphs_missing"] is answer["sha256"] is None
    assert "make setup" in call(document())[1].decode()
    assert "make setup" in refused(call, document(), "--pdf", str(tmp_path / "form.pdf"))


PERSON = document()["facts"]["matters"][0]["harms"][0]
MATTER = document()["facts"]["matters"][0]


def test_the_matter_and_the_person_are_named_by_id_or_position(call: Call) -> None:
    both = [{**PERSON, "id": "p5"}, {**PERSON, "id": "p6", "victim": "operator"}]
    case = document(facts__matters=[{**MATTER, "id": "m17", "harms": both}], patient=None)
    for who in ("p6", "1"):
        answer = json.loads(call(case, "--matter", "m17", "--person", who, "--json")[1])
        assert {field["id"]: field["value"] for field in answer["fields"]}["victim"] == "操作者（使用者）"
    assert "患者等1" in call(case, "--matter", "0", "--person", "p6")[1].decode(), "the other needs one as well"


def test_silence_where_two_could_be_meant_is_refused_in_one_line_with_both(call: Call) -> None:
    both = [{**PERSON, "id": "p5"}, {**PERSON, "id": "p6"}]
    told = refused(call, document(facts__matters=[{**MATTER, "id": "m17", "harms": both}], patient=None))
    assert "--person: name one of" in told
    assert "person p5 (serious)" in told
    assert "person p6 (serious)" in told
    two = document(facts__matters=[MATTER, {**MATTER, "learned_on": "2026-06-03"}], patient=None)
    told = refused(call, two)
    assert "--matter: name one of" in told
    assert "matter 1 (event, learned 2026-06-03)" in told
    assert json.loads(call(two, "--matter", "1", "--json")[1])["form"] == 8
    assert "none of" in refused(call, two, "--matter", "2")
    assert "--person" in refused(call, two, "--matter", "1", "--person", "p9")


def test_a_withdrawal_is_told_with_its_reason_and_refused_without_one(call: Call) -> None:
    follow = {"report__number": 2, "report__status": "complete", "report__next_report_on": None}
    case = document(**follow, report__purpose="withdrawal", report__withdrawal_why="duplicate")
    answer = json.loads(call(case, "--json")[1])
    assert {field["id"]: field["value"] for field in answer["fields"]}["withdraw_reason"] == "重複報告"
    assert "report.withdrawal_why" in refused(call, document(**follow, report__purpose="withdrawal"))


def test_every_form_is_answered_and_written_as_pdf_and_workbook(call: Call, tmp_path: Path) -> None:
    measure = example(FOREIGN, 0)
    asked = {"8": document(), "10": measure, "11": YEAR, "12": YEAR, "first": measure}
    for number, case in asked.items():
        words = ["--matter", "0"] if case is measure else []
        pdf, xlsx = tmp_path / f"{number}.pdf", tmp_path / f"{number}.xlsx"
        files = ("--pdf", str(pdf), "--xlsx", str(xlsx))
        code, out, err = call(case, *words, *files, "--draft", "--json", number=number)
        answer = json.loads(out)
        assert (code, err) == (0, "")
        assert answer["form"] == (int(number) if number.isdigit() else number)
        assert answer["sha256"] == hashlib.sha256(pdf.read_bytes()).hexdigest()
        assert answer["xlsx_sha256"] == hashlib.sha256(xlsx.read_bytes()).hexdigest()


def test_the_first_report_names_several_and_any_other_form_one(call: Call) -> None:
    died = {"severity": "death", "victim": "patient", "causality": "unknown"}
    both = [{**died, "id": "p1"}, {**died, "id": "p2"}]
    case = {**LEAST, "facts": document(facts__matters__0__harms=both, facts__matters__0__potential="death")["facts"]}
    assert "--person: name those whom the sheet is for" in refused(call, case, number="first")
    answer = json.loads(call(case, "--person", "p1", "--person", "p2", "--json", number="first")[1])
    persons = next(field for field in answer["fields"] if field["id"] == "persons")
    assert [row["who"] for row in persons["value"]] == ["患者等1", "患者等2"]
    assert "one matter and at most one person" in refused(call, case, "--person", "p1", "--person", "p2")
    assert "--matter" in refused(call, YEAR, "--matter", "m1", number="12")


def test_a_blank_box_is_null_in_the_answer_and_the_page_says_that_it_is_not_the_submission(call: Call) -> None:
    answer = json.loads(call(document(), "--json")[1])
    blank = [field for field in answer["fields"] if field["state"] == "not_asked"]
    assert blank
    assert all(field["value"] is None and field["why_code"] == "not_applicable" for field in blank)
    text = call(document())[1].decode()
    assert "この用紙そのものは提出になりません" in text
    assert "公的様式で確認 39" in text


@pytest.mark.parametrize("option", ["--pdf", "--xlsx"])
def test_an_output_that_is_a_link_a_folder_or_a_device_is_refused_and_stays(
    call: Call, tmp_path: Path, option: str
) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"before")
    link.symlink_to(real)
    for place in (link, tmp_path, Path("/dev/null")):
        assert option in refused(call, document(), option, str(place))
    assert real.read_bytes() == b"before"
    assert link.is_symlink()

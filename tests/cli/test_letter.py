"""`kizuki letter`: every letter filled from a file as a draft in both languages, and what no letter can be made of."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.cli.main import main
from kizuki.core.forms.letters.table import LETTERS, letter
from tests.actions.record import TESTER, company_and_pump

EXAMPLE: dict[str, Any] = json.loads(Path("docs/examples/recall-start.json").read_text(encoding="utf-8"))
SUPPORT = ("end_of_life", "end_of_support", "legacy")


class Call:
    """Runs the command on a letter written to a file."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.file = folder / "letter.json"
        self.captured = captured

    def __call__(self, kind: str, told: Any, *words: str) -> tuple[int, str, str]:
        raw = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
        self.file.write_bytes(raw)
        code = main(["letter", kind, str(self.file), *words])
        out, err = self.captured.readouterr()
        return code, out, err


@pytest.fixture
def call(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    return Call(tmp_path, capfd)


def with_everything(kind: str) -> dict[str, Any]:
    """The example with something in every field that only a person can say."""
    said = {"ja": "記載あり。", "en": "Said here."}
    words = {
        field.id: "2026-08-01" if field.kind == "day" else said
        for field in letter(kind).fields
        if not field.source.startswith("hospital.")
    }
    hospital = {"name": "見本市立病院", "serials": ["SN-00001"], "units": 1}
    goes = {"hospital": hospital} if letter(kind).goes == "hospital" else {}
    return {**EXAMPLE, "written": words, **goes}


def text_of(path: Path) -> str:
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_letter_is_printed_as_a_draft_with_each_of_its_fields(
    call: Call, tmp_path: Path, kind: str, lang: str
) -> None:
    pdf, html = tmp_path / "letter.pdf", tmp_path / "letter.html"
    code, out, err = call(kind, with_everything(kind), "--pdf", str(pdf), "--html", str(html), "--lang", lang)
    assert (code, err) == (0, "")
    printed, page = text_of(pdf), html.read_text(encoding="utf-8")
    for field in letter(kind).fields:
        label = field.ja if lang == "ja" else field.en
        assert label in out, label
    assert ("下書き" if lang == "ja" else "DRAFT") in printed
    assert "未記入" not in printed
    assert (letter(kind).ja if lang == "ja" else letter(kind).en) in page
    assert pdf.stat().st_mode & 0o077 == 0, "for the eyes of its owner alone"


@pytest.mark.parametrize("kind", SUPPORT)
@pytest.mark.parametrize(
    ("lang", "ours", "theirs"),
    [
        (
            "ja",
            "法が製造販売業者に課す責任は、終了日の後も弊社が負います",
            "貴院の責任で行っていただくことになります",
        ),
        ("en", "remainwithusafterthatdate", "becomestheresponsibilityofyourhospital"),
    ],
)
def test_a_letter_of_the_end_of_support_says_without_any_case_who_answers_for_what_afterwards(
    call: Call, tmp_path: Path, kind: str, lang: str, ours: str, theirs: str
) -> None:
    told = {key: part for key, part in with_everything(kind).items() if key not in ("measure", "judgement")}
    pdf = tmp_path / "letter.pdf"
    assert call(kind, told, "--pdf", str(pdf), "--lang", lang)[0] == 0
    printed = text_of(pdf)
    assert ours in printed
    assert theirs in printed
    assert "見本市立病院" in printed


def test_days_are_of_an_era_in_japanese_and_of_iso_8601_in_english(call: Call, tmp_path: Path) -> None:
    pdf = tmp_path / "letter.pdf"
    for lang, day, other in (("ja", "令和8年8月3日", "2026-08-03"), ("en", "2026-08-03", "令和")):
        call("recall_start", with_everything("recall_start"), "--pdf", str(pdf), "--lang", lang)
        printed = text_of(pdf)
        assert day in printed
        assert other not in printed


def test_what_is_missing_is_named_and_printed_as_missing(call: Call, tmp_path: Path) -> None:
    pdf = tmp_path / "letter.pdf"
    code, out, _ = call("recall_start", {"dated_on": "2026-08-03"}, "--pdf", str(pdf))
    assert code == 0
    assert "回収に着手した年月日" in out.splitlines()[-1]
    assert "未記入" in text_of(pdf)


def test_the_answer_in_json_holds_both_languages(call: Call) -> None:
    code, out, _ = call("recall_start", with_everything("recall_start"), "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["draft"], answer["ja"]["name"], answer["en"]["name"]) == (
        True,
        letter("recall_start").ja,
        letter("recall_start").en,
    )


HOSTILE = [
    '=HYPERLINK("http://x","y")',
    '#read("/etc/passwd")',
    "#set page(fill: red)",
    "$sum_(k=1)^n k$ *bold* _it_ `raw`",
    "<script>alert(1)</script>",
    "髙﨑さん",
]


@pytest.mark.parametrize("said", HOSTILE)
def test_what_somebody_writes_is_printed_as_it_is_written_and_never_run(
    call: Call, tmp_path: Path, said: str
) -> None:
    told = with_everything("recall_start")
    told["written"]["method"] = {"ja": said, "en": said}
    pdf, html = tmp_path / "letter.pdf", tmp_path / "letter.html"
    code, out, _ = call("recall_start", told, "--pdf", str(pdf), "--html", str(html))
    assert code == 0
    assert said in out
    assert "".join(said.split()) in text_of(pdf).replace("\u200b", "")
    assert "<script>" not in html.read_text(encoding="utf-8")


def test_a_sign_that_the_typeface_lacks_is_named_and_never_dropped(call: Call, tmp_path: Path) -> None:
    told = with_everything("recall_start")
    told["written"]["method"] = {"ja": "𠮷野家🙂", "en": "-"}
    pdf = tmp_path / "letter.pdf"
    code, out, _ = call("recall_start", told, "--pdf", str(pdf))
    assert (code, "𠮷野家🙂" in out) == (0, True)
    printed = text_of(pdf)
    assert "〓野家〓" in printed
    assert "U+20BB7" in printed
    assert "U+1F642" in printed


REFUSED = [
    ("no_such_letter", EXAMPLE, "no_such_letter"),
    ("recall_start", b"{", "letter.json"),
    ("recall_start", [], "must be one object"),
    ("recall_start", {**EXAMPLE, "dated_on": None}, "dated_on"),
    ("recall_start", {**EXAMPLE, "dated_on": "2026-02-30"}, "dated_on"),
    ("recall_start", {**EXAMPLE, "patient": {"initials": "K.S."}}, "patient"),
    ("recall_start", {**EXAMPLE, "company": "x"}, "company"),
    ("recall_start", {**EXAMPLE, "device": {"called": True}}, "device.called"),
    ("recall_start", {**EXAMPLE, "written": {"no_such_field": "x"}}, "no_such_field"),
    ("recall_start", {**EXAMPLE, "written": {"method": "長" * 100_000}}, "method"),
    ("recall_start", {**EXAMPLE, "written": {"method": "a\u202eb"}}, "method"),
    ("recall_start", {**EXAMPLE, "written": {"method": "a\x00b"}}, "method"),
    ("recall_start", {**EXAMPLE, "device": {"called": "a\u2067b"}}, "device.called"),
]


@pytest.mark.parametrize(("kind", "told", "named"), REFUSED, ids=range(len(REFUSED)))
def test_bad_input_is_refused_in_one_line_that_names_its_place(call: Call, kind: str, told: Any, named: str) -> None:
    code, out, err = call(kind, told)
    assert (code, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize("option", ["--pdf", "--html"])
def test_an_output_that_is_a_link_a_folder_or_a_device_is_refused_and_stays(
    call: Call, tmp_path: Path, option: str
) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("kept", encoding="utf-8")
    link.symlink_to(real)
    for place in (link, tmp_path, Path("/dev/null")):
        code, out, err = call("recall_start", EXAMPLE, option, str(place))
        assert (code, out, err.count("\n")) == (2, "", 1), place
    assert real.read_text(encoding="utf-8") == "kept"
    assert link.is_symlink()


def test_a_letter_that_is_not_of_the_record_needs_its_file(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["letter", "recall_start"]) == 2
    assert "FILE" in capfd.readouterr().err


@pytest.fixture
def pump(monkeypatch: pytest.MonkeyPatch, db: None) -> str:
    """A registered pump whose support ends, with two units at one hospital; no case anywhere."""
    monkeypatch.setattr("kizuki.store.record.opening.open_existing_record", lambda: None)
    company_and_pump()
    set_milestone("pump", "eos", date(2027, 3, 31), actor=TESTER)
    register_hospital(key="mihon", name="見本市立病院", actor=TESTER)
    register_units("pump", [UnitEntry("IP-0001", "mihon"), UnitEntry("IP-0002", "mihon")], actor=TESTER)
    return "pump"


def test_a_letter_of_the_end_of_support_is_filled_from_the_device_without_a_case(
    pump: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pdf = tmp_path / "letter.pdf"
    words = ["letter", "end_of_support", "--device", pump, "--hospital", "mihon", "--pdf", str(pdf)]
    assert main(words) == 0
    out, printed = capfd.readouterr().out, text_of(pdf)
    for said in ("見本市立病院", "IP-0001、IP-0002", "令和9年3月31日", "貴院の責任で行っていただくことになります"):
        assert said in printed, said
    assert "それまでに提供するもの" in out.splitlines()[-1], "what only a person can say is named as missing"
    assert main([*words, "--lang", "en"]) == 0
    english = text_of(pdf)
    for said in ("2027-03-31", "IP-0001,IP-0002", "remainwithusafterthatdate", "IMDRFN70"):
        assert said in english, said


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("recall_start", "--device", "pump"), "--device"),
        (("end_of_life", "--device", "none"), "none"),
        (("end_of_life", "--device", "pump", "--hospital", "none"), "--hospital"),
        (("end_of_life", "--hospital", "mihon"), "FILE"),
    ],
)
def test_a_device_or_hospital_that_is_not_there_is_refused(
    pump: str, capfd: pytest.CaptureFixture[str], words: tuple[str, ...], named: str
) -> None:
    assert main(["letter", *words]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert named in err

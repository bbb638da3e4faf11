"""`kizuki audit export` and `binder`: what proves a case to somebody who was not there."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from pypdf import PdfReader

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.note import note
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.reports.draft_form import draft_form
from kizuki.cli.main import main
from kizuki.store.audit.triggers import install_triggers, remove_triggers
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "verify_export.py"


@pytest.fixture
def _case(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("kizuki.cli.audit.open_existing_record", lambda: None)
    company_and_pump()
    other = opened_case("other")
    note(other, "別の患者の話", actor=TESTER)
    case = opened_case(parts={"patient": {"initials": "K.S."}, "measures": {"done": "全施設へ案内した"}})
    note(case, "電話を受けた", actor=TESTER)
    determine(case, on=TODAY, actor=TESTER)
    matter = DEATH_IN_JAPAN["matters"][0] | {"exploited": "elsewhere", "notes": "二度目の電話"}
    answer_facts(case, {"matters": [matter]}, revision=1, on=TODAY, actor=TESTER)
    determine(case, on=TODAY, actor=TESTER)
    draft_form(case, 8, actor=TESTER)
    return case


NUMBER = "2026-0002"


def _signer() -> str:
    from kizuki.store.record.signing import own_signer

    return own_signer()


def _verify(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # -I: nothing of Kizuki can be imported by accident.
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), _signer(), *words], capture_output=True, text=True
    )


def _altered(source: Path, target: Path, member: str, old: bytes, new: bytes) -> Path:
    """The export with one member changed, every digest of the manifest made to fit, and signed by who has the key."""
    import hashlib

    from kizuki.store.record.signing import sign_content

    with zipfile.ZipFile(source) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    assert old in members[member]
    members[member] = members[member].replace(old, new, 1)
    manifest = json.loads(members["manifest.json"])
    manifest["files"][member] = hashlib.sha256(members[member]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    signature = sign_content(members["manifest.json"])
    members["manifest.sig"] = json.dumps({"key": signature.key, "signature": signature.signature}).encode()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target


@pytest.mark.usefixtures("_case")
def test_the_script_of_the_docs_verifies_an_export_and_finds_whatever_was_changed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "case.zip"
    assert main(["audit", "export", NUMBER, str(out), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    head = f"{told['newest_entry']}:{told['head']}"
    assert _verify(out).stdout.startswith(f"intact: case {NUMBER}")
    assert "no outside head" in _verify(out).stdout
    assert (
        f"as noted outside up to entry {told['newest_entry']}; 0 rows and 0 entries"
        in _verify(out, "--head", head).stdout
    )
    assert "was rewritten" in _verify(out, "--head", f"{told['newest_entry']}:{'0' * 64}").stderr
    assert "says nothing of head 999" in _verify(out, "--head", f"999:{'0' * 64}").stderr
    assert "is SEQ:HASH" in _verify(out, "--head", "yesterday").stderr
    changes = {
        "audit.jsonl": (b'"actor":"program:test"', b'"actor":"user:1"', "audit entry"),
        "texts.jsonl": ("電話を受けた".encode(), "何もなかった".encode(), "a text is not what was kept"),
        "rows.txt": (rb"\"severity\":\"death\"", rb"\"severity\":\"none\"", "store_factsheet"),
        "commitments.txt": (b'"store_case"', b'"store_cast"', "committed to was altered"),
    }
    for member, (old, new, said) in changes.items():
        assert said in _verify(_altered(out, tmp_path / f"{member}.zip", member, old, new)).stderr
    with zipfile.ZipFile(out) as whole:
        document = next(name for name in whole.namelist() if name.startswith("documents/"))
        content = b"".join(map(whole.read, whole.namelist()))
    printed = _altered(out, tmp_path / "printed.zip", document, b"%PDF", b"%FDP")
    assert "is not what was kept" in _verify(printed).stderr
    assert "別の患者の話".encode() not in content


def test_a_row_that_was_altered_before_the_case_began_is_named_by_export_and_script(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kizuki.cli.audit.open_existing_record", lambda: None)
    pump = company_and_pump()
    connection.check_constraints()
    remove_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_device SET model = 'forged'")
    connection.check_constraints()
    install_triggers()
    register_device(DeviceEntry(key="pump", brand="ポンプ二号", facts={"own": True}), actor=TESTER)
    register_device(DeviceEntry(key="pump", brand="ポンプ三号", facts={"own": True}), actor=TESTER)
    opened_case()
    out = tmp_path / "case.zip"
    assert main(["audit", "export", "2026-0001", str(out)]) == 1
    assert f"store_device {pump}" in capfd.readouterr().out
    assert f"store_device {pump} was altered before audit entry" in _verify(out).stderr


@pytest.mark.usefixtures("_case")
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "ja",
            [
                "査察用記録綴り",
                "いつ知ったか",
                "情報入手日2026-06-01",
                "電話を受けた",
                "全施設へ案内した",
                "二度目の電話",
            ],
        ),
        ("en", ["Inspectionbinder", "Whenwasitknown", "awarenessdate2026-06-01", "電話を受けた", "Norecords"]),
    ],
)
def test_a_binder_answers_the_questions_of_an_inspection_with_an_index_and_numbered_pages(
    lang: str, words: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "binder.pdf"
    assert main(["audit", "binder", NUMBER, str(out), "--on", "2026-06-20", "--by", "検査 太郎", "--lang", lang]) == 0
    pages = [
        "".join(page.extract_text().replace("\u200b", "").split())
        for page in PdfReader(io.BytesIO(out.read_bytes())).pages
    ]
    text = "".join(pages)
    assert [word for word in words if word not in text] == []
    count = len(pages)
    assert all(f"{number}/{count}" in page for number, page in enumerate(pages, 1))
    beside = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
    assert (beside["number"], beside["printed_by"], len(beside["papers"])) == (NUMBER, "検査 太郎", 1)
    title = "様式8" if lang == "ja" else "Form8"
    index = pages[1].split("綴じ込み1" if lang == "ja" else "Bounddocuments1")[1]
    assert title in index
    first = next(number for number, page in enumerate(pages, 1) if "様式第8記載内容" in page)
    assert f"...{first}" in index


@pytest.mark.usefixtures("_case")
def test_the_same_record_and_day_give_the_same_binder(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert (
            main(["audit", "binder", NUMBER, str(tmp_path / f"{name}.pdf"), "--on", "2026-06-20", "--by", "x"]) == 0
        )
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.usefixtures("_case")
def test_every_table_of_a_case_is_in_its_binder_though_nobody_wrote_a_section_for_it() -> None:
    from kizuki.store.models import Case, CaseVulnerability
    from kizuki.store.queries.binder import binder_of
    from kizuki.store.queries.viewer import Viewer

    case = Case.objects.get(number=NUMBER)
    CaseVulnerability.objects.create(case=case, name="CVE-2026-0001")
    binder = binder_of(Viewer(None, "program", "ja"), case.pk)
    assert binder
    other = next(section for section in binder.sections if section.code == "other")
    assert ("name", "CVE-2026-0001") in other.blocks[0].rows


@pytest.mark.usefixtures("_case")
def test_a_case_that_is_not_there_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for action in ("export", "binder"):
        assert main(["audit", action, "1999-0001", str(tmp_path / "x")]) == 2
        assert "案件 1999-0001 はありません" in capfd.readouterr().err
    assert not list(tmp_path.iterdir())

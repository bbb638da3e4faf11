"""`kizuki pack`: what is needed on paper, with due days but no titles, for its owner alone."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdf
import pytest

from kizuki.actions.cases.determine import determine
from kizuki.actions.company.register_addressee import AddresseeEntry, register_addressee
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.verb import Actor
from kizuki.cli.main import main
from kizuki.store.models import Case, User
from kizuki.store.record import clock
from tests.actions.office import Office
from tests.actions.record import DEATH_IN_JAPAN, TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 2, 3, tzinfo=UTC)
FILES = ["0-contacts-and-due-days.pdf", "1-first-report-blank.pdf", "form-8-blank.pdf", "form-10-blank.pdf"]


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> Case:
    """A death of which the sheet and the report are owed, people in their posts, PMDA's number."""
    monkeypatch.setattr("kizuki.cli.pack.open_existing_record", lambda: None)
    company_and_pump()
    Office()
    entry = AddresseeEntry("pmda_reports", "PMDA", fax="03-9999-0001")
    register_addressee(entry, from_on=date(2026, 1, 1), actor=TESTER)
    case_id = opened_case(facts=DEATH_IN_JAPAN)
    determine(case_id, on=date(2026, 6, 2), actor=TESTER)
    return Case.objects.get(pk=case_id)


def text_of(path: Path) -> str:
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    return "".join("".join(page.extract_text() for page in pages).split()).replace("\u200b", "")


def test_the_pack_holds_contacts_people_due_days_and_blank_forms(
    case: Case, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pack"
    with clock.standing_at(NOW):
        assert main(["pack", str(folder), "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == {"files": [str(folder / name) for name in FILES]}
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}
    page = text_of(folder / FILES[0])
    learned = date.fromisoformat(DEATH_IN_JAPAN["matters"][0]["learned_on"])
    for said in ("2026-06-0212:00現在", "03-9999-0001", "tanaka", "第一報", case.number):
        assert said in page, said
    assert str(learned) in page, "the sheet of a first report is owed on the day it was learned"
    assert str(learned + timedelta(days=15)) in page
    assert "".join(case.title.split()) not in page, "a case is named by its number alone"
    assert "第一報連絡票" in text_of(folder / FILES[1])


def test_of_a_case_under_embargo_the_paper_tells_the_day_alone(case: Case, tmp_path: Path) -> None:
    sato, tanaka = (User.objects.get(sign_in_name=name) for name in ("sato", "tanaka"))
    set_embargo(f"case:{case.pk}", True, [sato.pk, tanaka.pk], "調整中", actor=Actor.user(sato.pk))
    with clock.standing_at(NOW):
        assert main(["pack", str(tmp_path)]) == 0
    page = text_of(tmp_path / FILES[0])
    assert case.number not in page
    assert "第一報（FAX等）" not in page
    assert DEATH_IN_JAPAN["matters"][0]["learned_on"] in page
    assert "期限のある事項があります" in page


def test_it_is_written_anew_into_the_same_folder_and_in_english(case: Case, tmp_path: Path) -> None:
    for lang, said in (("ja", "緊急対応パック"), ("en", "Emergencypack")):
        assert main(["pack", str(tmp_path), "--lang", lang]) == 0
        assert said in text_of(tmp_path / FILES[0])


def test_a_place_that_is_no_folder_is_refused_and_stays(
    case: Case, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    real, link, file = tmp_path / "real", tmp_path / "link", tmp_path / "file"
    real.mkdir()
    link.symlink_to(real)
    file.write_text("kept", encoding="utf-8")
    for place in (link, file, Path("/dev/null"), file / "below"):
        assert main(["pack", str(place)]) == 2, place
        told = capfd.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
    assert list(real.iterdir()) == []
    assert file.read_text(encoding="utf-8") == "kept"

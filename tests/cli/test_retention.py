"""`kizuki retention` from the first question to the last stub: what belongs to no case is erased too."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from kizuki.actions.components.confirm_alias import AliasEntry, confirm_alias
from kizuki.actions.components.withdraw_alias import withdraw_alias
from kizuki.actions.devices.note_on_site import note_on_site
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.information.set_aside_information import set_aside_information
from kizuki.actions.people.delegate import delegate
from kizuki.actions.record.erase_expired import erase_expired
from kizuki.actions.record.propose_erasure import propose_erasure, sign_erasure
from kizuki.actions.verb import Actor
from kizuki.cli.main import main
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Device, Erasure, KeptText, LegalHold, User
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.viewer import Viewer
from kizuki.store.sealing.columns import sealed_columns, sealed_rows
from tests.actions.office import PASSWORD, person
from tests.actions.record import TESTER, TODAY, company_and_pump, opened_case
from tests.actions.test_keeping import nothing_owed
from tests.planted import planted

pytestmark = pytest.mark.django_db

Call = Callable[..., tuple[int, str]]
LATER = "2045-01-01"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    for name in ("open_record", "require_prepared"):
        monkeypatch.setattr(f"kizuki.cli.retention.{name}", lambda: None)
    person("proposer", "safety_manager")
    person("second", "general_manager")

    def called(*words: str, by: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        code = main(["retention", *words, *(("--as", by) if by else ())])
        told = capfd.readouterr()
        return code, told.out + told.err

    return called


@pytest.fixture
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty years on, by the one clock."""
    monkeypatch.setattr("kizuki.store.record.clock.now", lambda: datetime(2046, 1, 1, tzinfo=UTC))


def pump(categories: list[str] | None) -> None:
    device = company_and_pump()
    if categories is not None:
        with planted():
            Device.objects.filter(pk=device).update(categories=categories)


def words_kept() -> set[str]:
    """Every table in which a sealed text stands."""
    return {column.table for column in sealed_columns() if not column.binary for _ in sealed_rows(column)}


def what_never_became_a_case() -> tuple[int, int]:
    """An alias that was withdrawn, a delegation that ended, a note on a site, and information that was set aside."""
    entry = AliasEntry("libpump", "Maker", "朽木様の電話で確認", purl="pkg:generic/libpump")
    withdraw_alias(confirm_alias(entry, on=TODAY, actor=TESTER), "朽木様の訂正", on=TODAY, actor=TESTER)
    deputy = User.objects.get(sign_in_name="second")
    principal = User.objects.get(sign_in_name="proposer")
    until = date(2026, 6, 30)
    delegate(principal.pk, deputy.pk, begins_on=TODAY, ends_on=until, reason="朽木の休暇", actor=TESTER)
    hospital = "hospital-a"
    register_hospital(key=hospital, name="病院", actor=TESTER)
    note = note_on_site(hospital, "other_device", "他社の輸液ポンプ", "朽木看護師から聞いた", actor=TESTER)
    entry_told = InformationEntry(
        source="hospital",
        receipts=[ReceiptEntry(date(2026, 6, 1), name="朽木")],
        texts={"summary": "朽木様の電話", "patient": "朽木薫子 67歳"},
        original=(b"mail of K", "message/rfc822"),
    )
    told = receive_information(entry_told, on=TODAY, actor=TESTER)
    set_aside_information(told, "not_our_device", "朽木の他社製品", actor=TESTER)
    return note, told


@pytest.mark.usefixtures("_later")
def test_what_never_became_a_case_is_erased_after_its_period_by_two_persons(call: Call) -> None:
    pump(["general"])
    note, told = what_never_became_a_case()
    before = words_kept()
    for what in (f"site_note:{note}", f"information:{told}"):
        code, said = call("--end-use", what, "--ended-on", "2026-06-20", "--lang", "en", by="proposer")
        assert (code, "ended on 2026-06-20" in said) == (0, True)
    shown = json.loads(call("--on", LATER, "--json")[1])
    owners = {row["owner"] for row in shown["expired"]}
    assert {"alias", "delegation", "site_note", "information"} <= owners
    token = shown["token"]
    assert call("--on", LATER, "--propose", token, by="proposer")[0] == 0
    code, said = call("--on", LATER, "--sign", token, by="proposer")
    assert (code, "二人での確認" in said) == (2, True)
    assert call("--on", LATER, "--sign", token, by="second")[0] == 0
    assert before - words_kept() >= {"store_confirmedalias", "store_delegation", "store_sitenote"}
    assert not KeptText.objects.filter(subject=f"information:{told}").exclude(body="").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_storeddocument WHERE erased_at IS NOT NULL")
        assert cursor.fetchone()[0] == 1
    assert Erasure.objects.get().done_at
    assert verify_record().intact
    assert call("--on", LATER, "--lang", "en")[1].startswith("No texts are past the retention period")


def test_the_longest_category_of_any_device_keeps_it_and_one_that_nobody_told_keeps_it_for_ever(call: Call) -> None:
    pump(None)
    what_never_became_a_case()
    assert json.loads(call("--on", "2099-01-01", "--json")[1])["expired"] == []
    with planted():
        Device.objects.update(categories=["specified_biological"])
    assert json.loads(call("--on", "2050-01-01", "--json")[1])["expired"] == []
    assert json.loads(call("--on", "2057-01-01", "--json")[1])["expired"] != []


def test_what_is_used_again_or_is_no_persons_to_end_is_kept(call: Call) -> None:
    pump(["general"])
    note, _ = what_never_became_a_case()
    assert call("--end-use", f"site_note:{note}", "--ended-on", "2026-06-10", by="proposer")[0] == 0
    assert call("--use-again", f"site_note:{note}", by="proposer")[0] == 0
    owners = {row["owner"] for row in json.loads(call("--on", LATER, "--json")[1])["expired"]}
    assert "site_note" not in owners
    for what in ("alias:1", "device:1", "case:99", "yesterday"):
        assert call("--end-use", what, by="proposer")[0] == 2


def test_a_hold_by_the_command_keeps_a_case_until_it_is_lifted(call: Call) -> None:
    pump(["general"])
    case = opened_case()
    nothing_owed(case)
    assert call("--end-use", "2026-0001", "--ended-on", "2026-06-10", by="proposer")[0] == 0
    code, said = call("--hold", "2026-0001", "--reason", "訴訟", "--lang", "en", by="proposer")
    hold = LegalHold.objects.get().pk
    assert (code, f"Legal hold {hold} was placed on" in said) == (0, True)
    assert "legal hold" in call("--on", LATER, "--lang", "en")[1]
    assert call("--hold", "1999-0001", "--reason", "x", by="proposer")[0] == 2
    assert call("--lift", str(hold), "--reason", "終結", by="proposer")[0] == 0
    assert [row["number"] for row in json.loads(call("--on", LATER, "--json")[1])["expired"]] == ["2026-0001"]


def test_a_wrong_password_or_nobody_named_does_nothing(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("--hold", "2026-0001", "--reason", "x")[0] == 2
    monkeypatch.setattr("tests.cli.test_retention.PASSWORD", "wrong")
    assert "パスワードが違います" in call("--hold", "2026-0001", "--reason", "x", by="proposer")[1]


def test_an_erased_title_is_told_in_the_language_of_the_screen(call: Call) -> None:
    pump(["general"])
    case = opened_case()
    nothing_owed(case)
    assert call("--end-use", "2026-0001", "--ended-on", "2026-06-10", by="proposer")[0] == 0
    token = json.loads(call("--on", LATER, "--json")[1])["token"]
    on = date.fromisoformat(LATER)
    first, second = (Actor.user(User.objects.get(sign_in_name=name).pk) for name in ("proposer", "second"))
    propose_erasure(token, on=on, actor=first)
    sign_erasure(token, password=PASSWORD, on=on, actor=second)
    erase_expired(token, on=on, actor=second)
    titles = {lang: case_page(Viewer(None, "program", lang), case) for lang in ("ja", "en")}
    assert [page.row.title for page in titles.values() if page] == [
        "（保存期間の満了により消去済み）",
        "(erased at the end of its retention period)",
    ]

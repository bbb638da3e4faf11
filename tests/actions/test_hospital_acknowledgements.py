"""Who is responsible for what: the hospital's word is owed, followed up, and ended by its acknowledgement alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kizuki.actions.hospitals.acknowledge_as_hospital import acknowledge_as_hospital
from kizuki.actions.hospitals.acknowledging import Said
from kizuki.actions.hospitals.record_hospital_acknowledgement import record_hospital_acknowledgement
from kizuki.actions.hospitals.set_responsibilities import set_responsibilities
from kizuki.actions.verb import Actor
from kizuki.core.hospitals import Line
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, HospitalAcknowledgement, Obligation, User
from kizuki.store.notices.due import reminded
from kizuki.store.queries.hospital_telling import telling_of, told_hospitals
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.hospital_cast import ON, Told

pytestmark = pytest.mark.django_db

PAGE = Actor.program("hospital")
DUE = ON + timedelta(days=14)


@pytest.fixture
def it() -> Told:
    return Told()


def owed() -> list[tuple[str, str, str]]:
    rows = Obligation.objects.filter(kind="responsibility_acknowledgement").order_by("pk")
    return list(rows.values_list("owner", "state", "ended_by"))


def test_a_new_edition_owes_the_hospitals_word_within_fourteen_days(it: Told) -> None:
    it.agreed()
    row = Obligation.objects.get(kind="responsibility_acknowledgement")
    assert (row.owner, row.state, row.learned_on, row.due_on) == (f"hospital:{it.north}", "owed", ON, DUE)
    told = telling_of(PROGRAM, it.north, ON)
    assert (told.owed_on, told.acknowledged) == (DUE, None)


def test_the_hospitals_word_on_its_page_becomes_an_act_with_name_and_day_and_ends_what_was_owed(it: Told) -> None:
    sha256 = it.agreed()
    acknowledge_as_hospital(
        it.link(), Said("山田 花子", "臨床工学科 技士長", sha256, "承知しました"), on=ON, actor=PAGE
    )
    assert owed() == [(f"hospital:{it.north}", "ended", "acknowledge_as_hospital")]
    word = telling_of(PROGRAM, it.north, ON).acknowledged
    assert word is not None
    assert (word.name, word.post, word.way, word.on, word.person) == (
        "山田 花子",
        "臨床工学科 技士長",
        "page",
        ON,
        "",
    )
    entry = AuditEntry.objects.filter(verb="acknowledge_as_hospital").get()
    assert "山田" not in str(entry.payload)
    assert not verify_record().faults


@pytest.mark.parametrize("name", ["", "   "])
def test_nobody_acknowledges_without_a_name(it: Told, name: str) -> None:
    sha256 = it.agreed()
    with pytest.raises(Refused, match="name"):
        acknowledge_as_hospital(it.link(), Said(name, "", sha256), on=ON, actor=PAGE)
    assert owed()[0][1] == "owed"


def test_one_hospital_acknowledges_nothing_for_another(it: Told) -> None:
    sha256 = it.agreed("north")
    it.agreed("south")
    with pytest.raises(Refused, match="newest edition"):
        acknowledge_as_hospital(it.link("south"), Said("山田", "", sha256), on=ON, actor=PAGE)
    assert [state for _, state, _ in owed()] == ["owed", "owed"]


def test_an_older_edition_is_not_acknowledged_once_a_newer_one_stands(it: Told) -> None:
    old = it.agreed()
    new = it.agreed("north", Line("updates", "maker", "hospital"))
    with pytest.raises(Refused, match="newest edition"):
        acknowledge_as_hospital(it.link(), Said("山田", "", old), on=ON, actor=PAGE)
    acknowledge_as_hospital(it.link(), Said("山田", "", new), on=ON, actor=PAGE)
    assert [(state, by) for _, state, by in owed()] == [
        ("ended", "set_responsibilities"),
        ("ended", "acknowledge_as_hospital"),
    ]
    with pytest.raises(Refused, match="already"):
        acknowledge_as_hospital(it.link(), Said("佐々木", "", new), on=ON, actor=PAGE)
    assert HospitalAcknowledgement.objects.count() == 1


def test_the_same_edition_again_is_refused(it: Told) -> None:
    it.agreed()
    with pytest.raises(Refused, match="same"):
        it.agreed()


def test_what_came_on_paper_is_recorded_with_the_paper(it: Told) -> None:
    said = Said("院長 鈴木", "", it.agreed())
    with pytest.raises(Refused, match="document"):
        record_hospital_acknowledgement("north", said, "paper", ON, on=ON, actor=it.office.ito)
    with pytest.raises(Refused, match="said_on"):
        record_hospital_acknowledgement("north", said, "telephone", DUE, on=ON, actor=it.office.ito)
    record_hospital_acknowledgement("north", said, "paper", ON, b"%PDF-1.7", on=DUE, actor=it.office.ito)
    word = telling_of(PROGRAM, it.north, DUE).acknowledged
    assert word is not None
    assert (word.way, word.on, word.person) == ("paper", ON, "ito")
    assert owed() == [(f"hospital:{it.north}", "ended", "record_hospital_acknowledgement")]


def test_silence_is_followed_up_past_its_day_by_reminders_and_in_the_list(it: Told) -> None:
    User.objects.filter(sign_in_name="ito").update(mail="ito@example.jp")
    it.agreed()
    assert [row.state for row in told_hospitals(PROGRAM, DUE)] == ["owed", "none"]
    late = DUE + timedelta(days=1)
    assert [(row.name, row.state) for row in told_hospitals(PROGRAM, late)] == [
        ("北病院", "late"),
        ("南病院", "none"),
    ]
    said = [one for one in reminded(late) if one.owner == f"hospital:{it.north}"]
    assert said
    acknowledge_as_hospital(
        it.link(), Said("山田", "", telling_of(PROGRAM, it.north, ON).sheet.sha256), on=ON, actor=PAGE
    )  # type: ignore[union-attr]
    assert [row.state for row in told_hospitals(PROGRAM, late)] == ["none", "acknowledged"]
    assert not [one for one in reminded(late) if one.owner == f"hospital:{it.north}"]


def test_who_may_not_sets_nothing(it: Told) -> None:
    with pytest.raises(Refused, match="may not"):
        set_responsibilities("north", [Line("backup", "maker", "maker")], on=ON, actor=it.office.kato)

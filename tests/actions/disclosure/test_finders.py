"""What finders report: confidential from its arrival, acknowledged in days, and lost to nobody's absence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.actions.devices.register_company import register_company
from kizuki.actions.disclosure.acknowledge_finder import Acknowledged, acknowledge_finder
from kizuki.actions.disclosure.receive_finder_report import (
    FinderReport,
    receive_finder_mail,
    receive_finder_report,
)
from kizuki.actions.disclosure.set_finder_desk import Desk, set_finder_desk
from kizuki.actions.information.set_aside_information import set_aside_information
from kizuki.actions.people.retire_user import retire_user
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, Embargo, KeptText, Obligation, SafetyInformation, StoredDocument, Task
from kizuki.store.queries.finders import finder_desk, owed_to_finder
from kizuki.store.queries.information import information_inbox
from kizuki.store.queries.viewer import PROGRAM, Viewer
from tests.actions.disclosure.story import MAIL
from tests.actions.office import ON, Office, person
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

WEB = Actor.program("web")
ARRIVED = date(2026, 8, 3)
TOLD = FinderReport("ポンプの無線", "既定の鍵で入れる。手順は次のとおり。", "MIP-300", "finder@example.org")


def who(actor: Actor) -> int:
    return int(actor.code.removeprefix("user:"))


class Desked:
    """The office with a list of `sato` and `tanaka`; `ito` stands not on it."""

    def __init__(self) -> None:
        register_company(name="見本メディカル株式会社", actor=TESTER)
        self.office = Office()
        self.readers = [who(self.office.sato), who(self.office.tanaka)]
        set_finder_desk(Desk(self.readers), on=ON, actor=self.office.tanaka)

    def received(self) -> int:
        receive_finder_report(TOLD, on=ON, actor=WEB)
        return int(SafetyInformation.objects.latest("pk").pk)


def test_a_report_is_seen_by_the_list_alone_and_owes_its_acknowledgement_and_its_decision() -> None:
    it = Desked()
    code = receive_finder_report(TOLD, on=ON, actor=WEB)
    assert code.startswith("F-")
    assert len({receive_finder_report(TOLD, on=ON, actor=WEB) for _ in range(3)} | {code}) == 4
    row = SafetyInformation.objects.earliest("pk")
    assert (row.source, row.source_no, row.awareness_on) == ("finder", code, ON)
    assert sorted(Embargo.objects.get(information=row).readers.values_list("user", flat=True)) == sorted(it.readers)
    assert information_inbox(Viewer(who(it.office.ito), "safety_officer")) == ()
    assert len(information_inbox(Viewer(who(it.office.sato), "safety_manager"))) == 4
    owed = {one.kind: one.due_on for one in Obligation.objects.filter(owner=f"information:{row.pk}")}
    assert owed["finder_acknowledgement"] == ON + timedelta(days=7)
    assert set(owed) == {"finder_acknowledgement", "information_decision"}
    said = {text.kind: text.body for text in KeptText.objects.filter(subject=f"information:{row.pk}")}
    assert said == {"summary": TOLD.title, "story": f"MIP-300\n{TOLD.body}", "finder": "finder@example.org"}
    audit = "".join(AuditEntry.objects.values_list("payload", flat=True))
    assert code not in audit
    assert verify_record().intact


def test_the_acknowledgement_ends_by_the_word_to_the_finder_and_by_nothing_else() -> None:
    it = Desked()
    information = it.received()
    set_aside_information(information, "not_our_device", "他社の製品。", actor=it.office.sato)
    owed = Obligation.objects.get(owner=f"information:{information}", kind="finder_acknowledgement")
    assert owed.ended_at is None, "set aside, and still to be acknowledged"
    for said in (
        Acknowledged(ON, "pigeon", "受領した。"),
        Acknowledged(ON, "email", " "),
        Acknowledged(ON + timedelta(days=1), "email", "受領した。"),
        Acknowledged(ON - timedelta(days=1), "email", "受領した。"),
    ):
        with pytest.raises(Refused):
            acknowledge_finder(information, said, on=ON, actor=it.office.sato)
    with pytest.raises(Refused, match="there is no"):
        acknowledge_finder(information, Acknowledged(ON, "email", "受領"), on=ON, actor=it.office.ito)
    acknowledge_finder(information, Acknowledged(ON, "none", "連絡先がない。"), on=ON, actor=it.office.sato)
    owed.refresh_from_db()
    assert (owed.state, owed.ended_by) == ("ended", "acknowledge_finder")
    assert not Task.objects.filter(kind="acknowledge_finder", state="open").exists()
    found = owed_to_finder(PROGRAM, information)
    assert (found.due_on, [one.words for one in found.said]) == (None, ["連絡先がない。"])


def test_a_mail_counts_from_the_day_our_server_took_it_and_keeps_the_file_itself() -> None:
    it = Desked()
    with pytest.raises(Refused, match="arrived on 2026-08-03"):
        receive_finder_mail(MAIL, learned_on=date(2026, 8, 4), on=date(2026, 8, 5), actor=it.office.sato)
    information = receive_finder_mail(MAIL, on=date(2026, 8, 5), actor=it.office.sato)
    row = SafetyInformation.objects.get(pk=information)
    assert (row.awareness_on, row.source_no) == (ARRIVED, "<report-1@example.org>")
    assert bytes(StoredDocument.objects.get(pk=row.original_id).content) == MAIL
    with pytest.raises(Refused, match="received already"):
        receive_finder_mail(MAIL, on=date(2026, 8, 5), actor=it.office.sato)
    nameless = MAIL.replace(b"Received: ", b"X-Received: ")
    with pytest.raises(Refused, match="name the day"):
        receive_finder_mail(nameless, on=ON, actor=it.office.sato)
    named = receive_finder_mail(nameless, learned_on=ARRIVED, on=ON, actor=it.office.sato)
    assert SafetyInformation.objects.get(pk=named).awareness_on == ARRIVED


def test_who_stands_not_on_the_list_brings_no_mail_and_learns_nothing() -> None:
    it = Desked()
    with pytest.raises(Refused, match="hand it to one of them"):
        receive_finder_mail(MAIL, on=ON, actor=it.office.ito)
    assert not SafetyInformation.objects.exists()


def test_the_list_has_two_who_may_sign_for_one_another_and_people_who_are_here() -> None:
    it = Desked()
    yuki = person("yuki", "psirt")
    for readers in ((), (who(yuki),), (who(it.office.sato),), (who(yuki), 999_999_937)):
        with pytest.raises(Refused):
            set_finder_desk(Desk(readers), on=ON, actor=it.office.tanaka)
    for desk in (Desk(it.readers, mail="nobody"), Desk(it.readers, policy_ja="方針")):
        with pytest.raises(Refused):
            set_finder_desk(desk, on=ON, actor=it.office.tanaka)
    with pytest.raises(Refused, match="may not"):
        set_finder_desk(Desk(it.readers), on=ON, actor=it.office.ito)
    assert set_finder_desk(Desk(it.readers), on=ON, actor=it.office.tanaka) == 1, "nothing changed"
    assert set_finder_desk(Desk([*it.readers, who(yuki)]), on=ON, actor=it.office.tanaka) == 2


def test_a_report_is_kept_for_who_is_left_and_asks_for_signers_and_without_anybody_it_is_refused() -> None:
    it = Desked()
    for name, role in (("mori", "safety_manager"), ("hara", "general_manager")):
        person(name, role)
    retire_user(it.readers[0], actor=TESTER)
    information = it.received()
    readers = Embargo.objects.get(information=information).readers
    assert list(readers.values_list("user", flat=True)) == it.readers[1:]
    assert Task.objects.filter(kind="embargo_needs_signers", subject=f"information:{information}").exists()
    row = finder_desk(PROGRAM)
    assert row is not None
    assert row.left == 1
    retire_user(it.readers[1], actor=TESTER)
    with pytest.raises(Refused, match="nobody is on the standing list"):
        receive_finder_report(TOLD, on=ON, actor=WEB)


@pytest.mark.parametrize(
    "report",
    [
        FinderReport("", "x"),
        FinderReport("x", " "),
        FinderReport("x" * 301, "x"),
        FinderReport("x", "x" * 6_001),
        FinderReport("x", "x\x00"),
    ],
)
def test_a_report_stays_within_its_bounds(report: FinderReport) -> None:
    Desked()
    with pytest.raises(Refused):
        receive_finder_report(report, on=ON, actor=WEB)
    assert not SafetyInformation.objects.exists()

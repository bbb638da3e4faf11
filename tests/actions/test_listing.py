"""Line listings of foreign events: previewed, taken as a whole or not at all, and news is never a duplicate."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.information.receiving import ReceiptEntry
from kizuki.actions.information.take_listing import ListingPreview, ListingTaken, preview_listing, take_listing
from kizuki.core.information.listing import Options
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.models import KeptText, SafetyInformation, Task
from kizuki.store.queries.information import information_inbox
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, TODAY, company_and_pump

pytestmark = pytest.mark.django_db

OPTIONS = Options(zone="America/New_York", received_on=date(2026, 6, 10))
MAPPING = {"report_no": "MFR Report #", "device": "Brand Name", "summary": "Event", "sent": "Transmitted"}
HEADER = "MFR Report #,Brand Name,Event,Transmitted,Country\n"


def listing(*rows: str) -> bytes:
    return (HEADER + "".join(f"{row}\n" for row in rows)).encode()


def previewed(content: bytes, options: Options = OPTIONS) -> ListingPreview:
    return preview_listing(content, "parent", MAPPING, options, on=TODAY, actor=TESTER)


def taken(content: bytes, token: str | None = None) -> ListingTaken:
    return take_listing(
        content,
        "parent",
        MAPPING,
        OPTIONS,
        token=previewed(content).token if token is None else token,
        receipt=ReceiptEntry(date(2026, 6, 10), name="海外担当"),
        on=TODAY,
        actor=TESTER,
    )


def pumps() -> None:
    """Two devices; the pump is sold abroad as MIP-300."""
    company_and_pump()
    register_device(DeviceEntry(key="other", brand="別のポンプ"), actor=TESTER)
    traits = {"identical_foreign": [{"name": "MIP-300", "country": "US"}], "udi_di": ["6291041500213"]}
    describe_device("pump", traits, actor=TESTER)


def test_a_preview_shows_every_row_and_writes_nothing() -> None:
    pumps()
    before = head().seq
    found = previewed(
        listing("R-1,mip-300,Pump stopped,2026-06-01 10:59,US", "R-2,Other Pump,Burnt,2026-06-01 11:00,US")
    )
    assert [(row.line, row.status, row.identity, row.awareness_on) for row in found.rows] == [
        (2, "new", "identified", date(2026, 6, 1)),
        (3, "new", "unknown", date(2026, 6, 2)),
    ]
    assert found.rows[0].devices == ("pump",)
    assert head().seq == before


def test_what_was_previewed_is_kept_with_its_japanese_day_and_waits_for_a_translation() -> None:
    pumps()
    kept = taken(listing("R-1,MIP-300,Pump stopped,2026-06-01 10:59,US", "R-2,Unknown,Burnt,2026-06-01 11:00,US"))
    assert (len(kept.kept), kept.duplicates) == (2, 0)
    rows = information_inbox(PROGRAM)
    assert [(row.source_no, row.awareness_on, row.brand, row.translation, row.country) for row in rows] == [
        ("R-1", date(2026, 6, 1), "ポンプ", "waiting", "US"),
        ("R-2", date(2026, 6, 2), None, "waiting", "US"),
    ]
    assert Task.objects.filter(kind="identify_device").count() == 1
    assert Task.objects.filter(kind="translate_information").count() == 2
    assert [row.body for row in KeptText.objects.filter(kind="name")] == ["海外担当", "海外担当"]


def test_without_a_moment_of_sending_the_day_the_list_came_counts() -> None:
    pumps()
    assert previewed(listing("R-1,MIP-300,Stopped,,US")).rows[0].awareness_on == date(2026, 6, 10)


def test_the_same_report_again_is_a_duplicate_and_other_words_under_its_number_are_news() -> None:
    pumps()
    taken(listing("R-1,MIP-300,Pump stopped,2026-06-01 10:59,US"))
    again = listing(
        "R-1,MIP-300,Pump stopped,2026-06-05 10:00,US", "R-1,MIP-300,The patient died,2026-06-08 10:00,US"
    )
    found = previewed(again)
    assert [row.status for row in found.rows] == ["duplicate", "follow_up"]
    assert (len(taken(again).kept), SafetyInformation.objects.count()) == (1, 2)
    news = SafetyInformation.objects.get(follows__isnull=False)
    assert (news.awareness_on, news.follows.source_no if news.follows else "") == (date(2026, 6, 8), "R-1")


def test_two_versions_in_one_list_follow_each_other() -> None:
    pumps()
    taken(listing("R-1,MIP-300,Stopped,,US", "R-1,MIP-300,Died,,US", "R-1,MIP-300,Stopped,,US"))
    first, second = SafetyInformation.objects.order_by("pk")
    assert second.follows_id == first.pk


def test_one_row_that_cannot_be_kept_keeps_all_rows_out_and_is_named_by_its_line() -> None:
    pumps()
    content = listing("R-1,MIP-300,Stopped,,US", ",MIP-300,Stopped,,US", "R-3,MIP-300,Stopped,2026-03-08 02:30,US")
    found = previewed(content)
    assert [row.status for row in found.rows] == ["new", "refused", "refused"]
    assert "did not exist" in found.rows[2].why
    with pytest.raises(Refused, match=r"line 3: .*must not be empty \(2 rows cannot be kept\)"):
        taken(content, found.token)
    assert not SafetyInformation.objects.exists()


def test_a_row_that_was_sent_after_the_list_was_received_is_refused() -> None:
    pumps()
    row = previewed(listing("R-1,MIP-300,Stopped,2026-06-10 11:00,US")).rows[0]
    assert (row.status, "2026-06-11 in Japan is after" in row.why) == ("refused", True)


def test_the_commit_refuses_when_the_list_or_the_record_moved() -> None:
    pumps()
    content = listing("R-1,MIP-300,Stopped,,US")
    token = previewed(content).token
    with pytest.raises(Refused, match="has changed since the preview"):
        taken(listing("R-1,MIP-300,Stopped!,,US"), token)
    describe_device("other", {"identical_foreign": [{"name": "MIP-300", "country": "US"}]}, actor=TESTER)
    assert previewed(content).rows[0].identity == "several"
    with pytest.raises(Refused, match="has changed since the preview"):
        taken(content, token)
    assert not SafetyInformation.objects.exists()


def test_a_list_that_is_longer_than_a_transaction_is_kept_whole() -> None:
    pumps()
    content = listing(*(f"R-{number},MIP-300,Stopped,,US" for number in range(170)))
    assert len(taken(content).kept) == 170
    assert previewed(content).count("duplicate") == 170


@pytest.mark.parametrize(
    ("source", "options", "why"),
    [
        ("hospital", OPTIONS, "is not a source abroad"),
        ("parent", Options(zone="Mars", received_on=date(2026, 6, 10)), "time zone"),
        ("parent", Options(zone="UTC", received_on=date(2026, 6, 21)), "is after 2026-06-20"),
    ],
)
def test_a_list_that_cannot_be_dated_is_refused(source: str, options: Options, why: str) -> None:
    pumps()
    with pytest.raises(Refused, match=why):
        preview_listing(listing("R-1,MIP-300,Stopped,,US"), source, MAPPING, options, on=TODAY, actor=TESTER)

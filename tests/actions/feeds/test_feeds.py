"""Feeds from the network, from files and from bundles: what is kept, what is told when it goes wrong."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kizuki.actions.feeds.carrying_feeds import bundle_feeds, import_bundle
from kizuki.actions.feeds.configure_feeds import configure_feeds
from kizuki.actions.feeds.fetch_feed import fetch_feed
from kizuki.actions.feeds.load_feeds import load_feeds
from kizuki.actions.feeds.schedule_feeds import schedule_feeds
from kizuki.actions.verb import Actor
from kizuki.core.feeds import Alarm
from kizuki.core.refusal import Refused
from kizuki.gateways.bundles import make_key_pair, read_private_key, read_public_key
from kizuki.gateways.http import FetchFailed
from kizuki.settings.feeds import feeds_of
from kizuki.store.audit.chain import head
from kizuki.store.models import Advisory, CveSignal, FeedRun, FeedSource, SupportedCycle
from kizuki.store.queries.feeds import feed_alarms, feeds
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER
from tests.asked_work import forget_work
from tests.gateways.serving import Reply, client, serving
from tests.gateways.test_feeds import Nvd, told

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
KEV = {
    "catalogVersion": "1",
    "count": 1,
    "vulnerabilities": [
        {
            "cveID": "CVE-2024-1",
            "dateAdded": "2024-01-01",
            "dueDate": "2024-01-22",
            "knownRansomwareCampaignUse": "Known",
        }
    ],
}


def settings(**environment: str) -> dict[str, dict[str, Any]]:
    return feeds_of(environment)


def row(code: str, now: datetime = NOW) -> Any:
    return next(feed for feed in feeds(PROGRAM, now) if feed.code == code)


def fetched(code: str, answer: Any, *, now: datetime = NOW, **environment: str) -> None:
    with serving(answer) as server:
        name = f"KIZUKI_FEED_URL_{code.upper()}"
        wanted = settings(KIZUKI_FEEDS=code, **{name: server.address, **environment})
        configure_feeds(wanted, actor=TESTER)
        fetch_feed(code, wanted[code], client(attempts=1), now=now, actor=TESTER)


@pytest.fixture(autouse=True)
def _closed_behind() -> Any:
    from tests.gateways.serving import OPEN

    yield
    while OPEN:
        OPEN.pop().close()


def test_a_fetched_feed_holds_its_records_and_says_how_many_there_are() -> None:
    fetched("nvd", Nvd())
    found = row("nvd")
    assert (found.held, found.announced, found.complete, found.health.alarms) == (3, 3, True, ())
    assert set(Advisory.objects.values_list("identifier", flat=True)) == {f"NVD:CVE-2026-{n}" for n in range(3)}
    assert Advisory.objects.filter(names__name="CVE-2026-1").exists()
    assert FeedSource.objects.get(code="nvd").cursor == {"since": "2026-06-01T12:00:00Z"}
    assert [(run.outcome, run.changed) for run in found.runs] == [("ok", 3)]


def test_a_feed_that_fails_is_an_alarm_with_its_reason_and_is_tried_again_sooner() -> None:
    with pytest.raises(FetchFailed):
        fetched("nvd", lambda *_: Reply(status=503))
    found = row("nvd")
    assert found.health.alarms[0] is Alarm.NEVER
    assert (found.error_code, found.runs[0].outcome) == ("status", "failed")
    assert "127.0.0.1" in found.error_detail
    later = FeedSource.objects.get(code="nvd").next_at
    assert later is not None
    assert timedelta(minutes=5) < later - datetime.now(UTC) < timedelta(minutes=11)
    assert [alarm.code for alarm in feed_alarms(PROGRAM, NOW)] == ["nvd"]


def test_a_run_that_breaks_off_keeps_what_came_and_goes_on_from_there() -> None:
    whole = Nvd(total=5)
    with pytest.raises(FetchFailed):
        fetched("nvd", lambda asked, n: whole(asked, n) if n < 1 else Reply(status=500))
    assert Advisory.objects.count() == 2
    assert FeedSource.objects.get(code="nvd").cursor["index"] == 2
    fetched("nvd", whole)
    assert Advisory.objects.count() == 5


def test_data_grows_old_and_falls_behind() -> None:
    fetched("nvd", Nvd())
    assert row("nvd", NOW + timedelta(hours=25)).health.alarms == (Alarm.STALE,)
    FeedSource.objects.filter(code="nvd").update(announced=300)
    found = row("nvd")
    assert (found.health.alarms, found.health.missing) == ((Alarm.BEHIND,), 297)


def test_a_feed_that_never_had_its_first_load_says_so() -> None:
    log = [{"fetchTime": "2026-06-01T00:00:00Z", "new": [], "updated": []}]
    fetched("cve", lambda *_: told(log))
    assert row("cve").health.alarms == (Alarm.GAP,)


def test_due_feeds_are_asked_for_once() -> None:
    configure_feeds(settings(KIZUKI_FEEDS="kev,epss"), actor=TESTER)
    assert schedule_feeds(NOW, actor=TESTER) == ["kev", "epss"]
    before = head().seq
    assert schedule_feeds(NOW + timedelta(hours=1), actor=TESTER) == []
    assert schedule_feeds(NOW + timedelta(hours=7), actor=TESTER) == []
    assert head().seq == before
    forget_work()
    assert schedule_feeds(NOW + timedelta(hours=14), actor=TESTER) == ["kev"]


def test_nothing_is_fetched_unless_it_is_named() -> None:
    configure_feeds(settings(), actor=TESTER)
    assert schedule_feeds(NOW, actor=TESTER) == []
    assert feed_alarms(PROGRAM, NOW) == ()


@pytest.mark.parametrize(
    ("variable", "value"),
    [("KIZUKI_FEEDS", "nvd,news"), ("KIZUKI_FEEDS", "csaf"), ("KIZUKI_FEED_HOURS_NVD", "0")],
)
def test_settings_that_cannot_be_used_are_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(Refused, match="KIZUKI_"):
        feeds_of({variable: value})


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    record = {"id": "PYSEC-1", "modified": "2026-05-01T00:00:00Z", "affected": []}
    (folder / "a.json").write_text(json.dumps(record, indent=1))
    (folder / "b.json").write_text(json.dumps(record | {"id": "PYSEC-2"}, indent=1))
    (folder / "kev.json").write_text(json.dumps(KEV))
    page = '---\npermalink: /lib\nreleases:\n  - releaseCycle: "1"\n    eol: 2024-01-01\n---\n'
    (folder / "lib.md").write_text(page)
    (folder / "broken.json").write_text("{")
    return folder


def test_a_load_from_files_keeps_all_that_can_be_read_and_counts_the_rest(files: Path) -> None:
    tallies = load_feeds([str(files)], settings(), now=NOW, actor=TESTER)
    assert set(Advisory.objects.values_list("identifier", flat=True)) == {"PYSEC-1", "PYSEC-2"}
    exploited, cycle = CveSignal.objects.get(), SupportedCycle.objects.get()
    assert (exploited.cve, exploited.asserter) == ("CVE-2024-1", "kev")
    assert (exploited.value["ransomware"], exploited.value["due_on"]) == (True, "2024-01-22")
    assert (cycle.product, str(cycle.eol_on)) == ("lib", "2024-01-01")
    assert (tallies["osv"].changed, tallies["files"].refused) == (2, 1)
    assert "broken.json:1" in tallies["files"].problems[0]
    # Loaded today, and a month old all the same.
    assert row("osv").last_success_at == datetime(2026, 5, 1, tzinfo=UTC)
    assert Alarm.STALE in row("osv").health.alarms


def test_a_second_load_changes_nothing(files: Path) -> None:
    load_feeds([str(files)], settings(), now=NOW, actor=TESTER)
    tallies = load_feeds([str(files)], settings(), now=NOW, actor=TESTER)
    assert (tallies["osv"].changed, tallies["osv"].standing) == (0, 2)
    assert set(Advisory.objects.values_list("revision", flat=True)) == {1}


@pytest.fixture
def carried(files: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A bundle of what was loaded, and the public key that it is signed with; the record is then emptied."""
    load_feeds([str(files)], settings(), now=NOW, actor=TESTER)
    public = make_key_pair(tmp_path / "key")
    bundle = tmp_path / "feeds.zip"
    assert bundle_feeds(bundle, read_private_key(tmp_path / "key"), now=NOW) == 3
    return bundle, public


def forget() -> None:
    Advisory.objects.all().delete()
    CveSignal.objects.all().delete()
    SupportedCycle.objects.all().delete()
    FeedSource.objects.update(last_success_at=None, held=None, cursor={})


def test_a_bundle_carries_feeds_with_the_age_of_their_data(carried: tuple[Path, Path]) -> None:
    bundle, public = carried
    forget()
    later = NOW + timedelta(days=90)
    import_bundle(bundle, [read_public_key(public)], settings(), now=later, actor=TESTER)
    assert (Advisory.objects.count(), CveSignal.objects.count(), SupportedCycle.objects.count()) == (2, 1, 1)
    assert row("osv", later).last_success_at == datetime(2026, 5, 1, tzinfo=UTC)
    assert FeedRun.objects.filter(origin="bundle").count() == 3


def test_a_bundle_that_is_behind_what_is_held_is_refused(carried: tuple[Path, Path]) -> None:
    bundle, public = carried
    FeedSource.objects.filter(code="osv").update(last_success_at=NOW)
    keys = [read_public_key(public)]
    with pytest.raises(Refused, match="newer than in the bundle"):
        import_bundle(bundle, keys, settings(), now=NOW, actor=TESTER)
    import_bundle(bundle, keys, settings(), now=NOW, older=True, actor=TESTER)
    assert row("osv").last_success_at == NOW


def rewritten(bundle: Path, change: dict[str, bytes], *, without: str = "") -> Path:
    """The bundle with members changed, added or left out."""
    other = bundle.with_name("other.zip")
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in change and not (without and name.startswith(without)):
                new.writestr(name, old.read(name))
        for name, content in change.items():
            new.writestr(name, content)
    return other


def first_document(bundle: Path) -> str:
    with zipfile.ZipFile(bundle) as archive:
        return next(name for name in archive.namelist() if name.startswith("documents/"))


def test_an_altered_bundle_keeps_nothing(carried: tuple[Path, Path], tmp_path: Path) -> None:
    bundle, public = carried
    forget()
    keys = [read_public_key(public)]
    stranger = read_public_key(make_key_pair(tmp_path / "stranger"))
    name = first_document(bundle)
    with zipfile.ZipFile(bundle) as archive:
        manifest = archive.read("manifest.json")
    tampered = {
        "another key": (bundle, [stranger], "not signed by a key that is trusted"),
        "manifest": (rewritten(bundle, {"manifest.json": manifest + b" "}), keys, "not signed by a key"),
        "document": (None, keys, "altered or cut short"),
        "missing": (None, keys, "name different documents"),
        "added": (None, keys, "name different documents"),
    }
    for what, (path, trusted, why) in tampered.items():
        if what == "document":
            path = rewritten(bundle, {name: b"x"})
        elif what == "missing":
            path = rewritten(bundle, {}, without=name)
        elif what == "added":
            path = rewritten(bundle, {"../../etc/cron.d/x": b"boo"})
        assert path is not None
        with pytest.raises(Refused, match=why):
            import_bundle(path, trusted, settings(), now=NOW, actor=TESTER)
    assert Advisory.objects.count() == 0


def test_a_bundle_that_would_burst_is_refused_even_when_it_is_signed(tmp_path: Path) -> None:
    import hashlib

    make_key_pair(tmp_path / "key")
    key, content = read_private_key(tmp_path / "key"), b"0" * 8_000_000
    digest = hashlib.sha256(content).hexdigest()
    rows = [{"sha256": digest, "size": len(content), "media_type": "x"}]
    manifest = json.dumps({"format": "kizuki-feeds-1", "feeds": [], "documents": rows}).encode()
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"documents/{digest}", content)
        archive.writestr("manifest.json", manifest)
        archive.writestr("manifest.sig", key.sign(manifest))
    with pytest.raises(Refused, match="limits of unpacking"):
        import_bundle(path, [key.public_key()], settings(), now=NOW, actor=TESTER)


def test_what_is_no_bundle_or_no_key_is_refused_by_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("no")
    with pytest.raises(Refused, match=r"x: no bundle"):
        import_bundle(path, [], settings(), now=NOW, actor=TESTER)
    with pytest.raises(Refused, match="no public key"):
        read_public_key(path)
    path.chmod(0o600)
    with pytest.raises(Refused, match="no private key"):
        read_private_key(path)
    make_key_pair(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(Refused, match="others may read this key"):
        read_private_key(tmp_path / "key")


def test_the_worker_leaves_a_feed_that_was_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    from kizuki.actions.feeds.fetching import fetch_in_background

    configure_feeds(settings(), actor=TESTER)
    fetch_in_background(FeedSource.objects.get(code="kev").pk, actor=Actor.program("worker"), alive=lambda: None)
    assert FeedRun.objects.count() == 0

"""`kizuki records`: what was kept twice is shown with its reason, and joined by who proves who they are."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable

import pytest

from kizuki.cli.main import main
from kizuki.store.findings.twice import records_twice
from kizuki.store.models import AuditEntry
from tests.actions.feeds.test_joining_records import NEW, OLD, kept, withdrawn
from tests.actions.feeds.test_joining_records import release as release  # the fixture: our component on one release
from tests.actions.office import PASSWORD, person

pytestmark = pytest.mark.django_db

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    for name in ("open_record", "require_prepared"):
        monkeypatch.setattr(f"kizuki.cli.records.{name}", lambda: None)
    person("psirt", "psirt")
    person("audit", "auditor")

    def called(*words: str, password: str = PASSWORD) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        code = main(["records", *words])
        told = capfd.readouterr()
        return code, told.out, told.err

    return called


@pytest.fixture
def twice(release: int) -> None:
    kept(OLD, aliases=[])
    kept(NEW)
    kept(OLD, aliases=[], **withdrawn())


def test_nothing_kept_twice_is_said(call: Call, release: int) -> None:
    code, out, err = call()
    assert (code, err) == (0, "")
    assert out.strip()
    assert json.loads(call("--json")[1]) == {"records": []}


def test_it_shows_which_record_gives_way_to_which_and_why_and_changes_nothing(call: Call, twice: None) -> None:
    before = AuditEntry.objects.count()
    code, out, err = call()
    assert (code, err) == (0, "")
    assert f"→ {NEW}" in out
    assert OLD in out
    told = json.loads(call("--json")[1])
    assert told == {"records": [{"record": OLD, "into": NEW, "why": "replaced"}]}
    assert AuditEntry.objects.count() == before
    assert call("--lang", "en")[1] != out


def test_it_joins_what_is_named_once_however_often_it_is_named(call: Call, twice: None) -> None:
    code, out, err = call("--join", OLD, OLD, "--as", "psirt", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"joined": [{"record": OLD, "into": NEW, "matches": 1, "differing": 0}]}
    assert list(records_twice()) == []
    assert AuditEntry.objects.filter(verb="join_records").count() == 1


BAD = [
    (("--join", "CVE-1999-0001", "--as", "psirt"), PASSWORD, "CVE-1999-0001"),
    (("--join", OLD), PASSWORD, "--as"),
    (("--join", OLD, "--as", "nobody"), PASSWORD, "no such person"),
    (("--join", OLD, "--as", "psirt"), "wrong", "the password is wrong"),
    (("--join", OLD, "--as", "audit"), PASSWORD, "join_records"),
    (("--join",), PASSWORD, "--join"),
    (("--lang", "fr"), PASSWORD, "--lang"),
]


@pytest.mark.parametrize(("words", "password", "named"), BAD, ids=range(len(BAD)))
def test_bad_input_is_refused_in_one_line_and_joins_nothing(
    call: Call, twice: None, words: tuple[str, ...], password: str, named: str
) -> None:
    try:
        code, out, err = call(*words, password=password)
    except SystemExit as end:
        code, out, err = int(end.code or 0), "", named
    assert (code, out) == (2, "")
    assert named in err
    assert err.count("\n") <= 1
    assert [row.old for row in records_twice()] == [OLD]

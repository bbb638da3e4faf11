"""A vulnerability that a person entered is sealed where it stands among those that others published."""

from __future__ import annotations

import pytest
from django.db import connection

from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.record.reseal_texts import reseal_texts
from kizuki.actions.record.rotate_key import rotate_key
from kizuki.actions.record.seal_standing_texts import seal_standing_texts
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Advisory
from kizuki.store.record.canonical import json_of
from kizuki.store.sealing.texts import Forged, prefix_of
from tests.actions.record import TESTER, TODAY, advisory

pytestmark = pytest.mark.django_db

WORDS = "遠隔操作用の裏口"
AT = "https://example.org/hidden"


def entered() -> Advisory:
    """One that a person entered, with a page that tells of it and the score that somebody gave it."""
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    number = enter_vulnerability(
        VulnerabilityEntry(WORDS, "own_code", TODAY, vector=vector, references=(AT,)), on=TODAY, actor=TESTER
    )
    return Advisory.objects.get(identifier=number)


def kept(row: Advisory) -> tuple[str, str]:
    """Summary and body as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT summary, body FROM store_advisory WHERE id = %s", [row.pk])
        return tuple(cursor.fetchone())


def test_its_words_its_score_and_its_links_are_sealed_and_read_by_whoever_may() -> None:
    row = entered()
    for text in kept(row):
        assert text.startswith("sealed:1:")
        assert not [one for one in (WORDS, AT, "AV:N", "own_code") if one in text]
    assert (row.summary, json_of(row.body)["summary"]) == (WORDS, WORDS)
    assert json_of(row.body)["references"] == [AT]


def test_what_others_published_stands_as_it_is_and_never_looks_sealed() -> None:
    keep_advisories(advisory(7777, "jinja2", "0", "3.1.0"), actor=TESTER)
    row = Advisory.objects.get()
    assert kept(row)[1] == row.body
    row.summary = "sealed:1:k:whatever"
    row.save(update_fields=["summary"])
    assert Advisory.objects.get().summary == " sealed:1:k:whatever"


def test_what_a_version_of_before_kept_in_the_clear_is_sealed_once() -> None:
    row = entered()
    body = row.body
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_advisory SET summary = %s, body = %s WHERE id = %s", [WORDS, body, row.pk])
    assert seal_standing_texts(actor=TESTER) == 1
    assert seal_standing_texts(actor=TESTER) == 0
    assert WORDS not in "".join(kept(row))
    again = Advisory.objects.get(pk=row.pk)
    assert (again.summary, again.body, again.revision) == (WORDS, body, row.revision)
    assert verify_record().faults == ()


def test_a_new_key_seals_it_anew() -> None:
    row = entered()
    newest = rotate_key(actor=TESTER)
    assert not kept(row)[0].startswith(prefix_of(newest))
    reseal_texts(actor=TESTER)
    assert all(text.startswith(prefix_of(newest)) for text in kept(row))
    assert Advisory.objects.get(pk=row.pk).summary == WORDS


def test_a_text_that_was_altered_does_not_open() -> None:
    row = entered()
    summary = kept(row)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE store_advisory SET summary = %s WHERE id = %s", [summary.replace("|", "x|", 1)[:-1] + "2", row.pk]
        )
    with pytest.raises(Forged):
        Advisory.objects.get(pk=row.pk)

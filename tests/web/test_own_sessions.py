"""A person sees where they are signed in, and ends what they do not know."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.sessions.models import Session
from django.test import Client

from kizuki.store.models import AuditEntry
from kizuki.store.record.sessions import handle_of
from tests.actions.office import person
from tests.web.cast import PASSWORD, SATO


def signed_in(name: str, address: str) -> Client:
    client = Client(REMOTE_ADDR=address)
    assert client.post("/sign-in", {"name": name, "password": PASSWORD}).status_code == 302
    client.get("/me")
    return client


def page_of(client: Client) -> str:
    return str(client.get("/me/sessions").content.decode())


def test_a_person_ends_their_other_session_and_nobody_elses(sato: Any) -> None:
    person("tanaka", "general_manager")
    other, foreign = signed_in(SATO, "192.0.2.7"), signed_in("tanaka", "192.0.2.8")
    page = page_of(sato)
    assert "192.0.2.7" in page
    assert "192.0.2.8" not in page, "that of somebody else is not shown"
    handles = re.findall(r'name="end" value="([0-9a-f]{16})"', page)
    assert handles == [handle_of(other.session.session_key)], "one's own is ended by signing out"
    sato.post("/me/sessions", {"end": handle_of(foreign.session.session_key)})
    assert foreign.get("/me").status_code == 200
    assert sato.post("/me/sessions", {"end": handles[0]}).status_code == 302
    assert other.get("/me").status_code == 302
    assert sato.get("/me").status_code == 200
    assert AuditEntry.objects.filter(verb="end_session").count() == 1
    assert sato.post("/me/sessions", {"end": handles[0]}).status_code == 302, "it has ended already"


def test_no_page_shows_the_key_of_a_session(sato: Any) -> None:
    signed_in(SATO, "192.0.2.7")
    page = page_of(sato)
    assert not any(key in page for key in Session.objects.values_list("session_key", flat=True))


def test_an_auditor_who_runs_no_verb_ends_their_own_all_the_same(db: None) -> None:
    person("kansa", "auditor")
    here, there = signed_in("kansa", "192.0.2.1"), signed_in("kansa", "192.0.2.2")
    here.post("/me/sessions", {"end": handle_of(there.session.session_key)})
    assert there.get("/me").status_code == 302
    entry = AuditEntry.objects.get(verb="end_session")
    assert entry.actor == "program:web"

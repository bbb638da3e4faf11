"""Headers, error pages and the strictness of what a page may load."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kizuki.web.pages import errors


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing/here"])
def test_every_page_forbids_what_does_not_come_from_here(db: None, client: Client, path: str) -> None:
    response = client.get(path)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_no_page_has_a_style_or_a_script_of_its_own(sato: Any, office: dict[str, int]) -> None:
    for path in ("/", *(f"/cases/{case_id}" for case_id in office.values())):
        body = sato.get(path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", body)
        # Every script is a file of ours; none stands in the page.
        assert body.count("<script") == len(re.findall(r'<script src="/static/[\w./-]+" defer></script>', body))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.not_found, 404), (errors.forbidden, 403), (errors.failed, 500), (errors.form_expired, 403)],
)
def test_error_pages_need_no_record_and_no_session(rf: Any, view: Any, status: int, lang: str) -> None:
    request = rf.get("/")
    request.lang = lang
    response = view(request)
    assert response.status_code == status
    assert f'<html lang="{lang}">' in response.content.decode()


def test_a_fault_of_the_program_is_a_plain_page_and_a_line_in_the_log(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_request: object) -> str:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("kizuki.web.pages.sign_in.language_of", broken)
    client.raise_request_exception = False
    response = client.post("/sign-in", {"name": "", "password": ""})
    assert response.status_code == 500
    assert "処理できませんでした" in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_a_missing_page_is_said_in_the_language_of_the_visitor(db: None, client: Client) -> None:
    client.post("/language", {"language": "en"})
    assert "Page not found" in client.get("/nothing").content.decode()


def test_a_host_that_is_not_named_is_refused(db: None, client: Client) -> None:
    assert client.get("/sign-in", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/sign-in", headers={"host": "localhost"}).status_code == 200


def test_cookies_travel_encrypted_wherever_the_host_is_not_this_machine(tmp_path: Path) -> None:
    asked = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    for hosts, secure in (("", "False False"), ("localhost", "False False"), ("kizuki.example", "True True")):
        surroundings = {**os.environ, "KIZUKI_HOSTS": hosts, "KIZUKI_VAR": str(tmp_path)}
        surroundings["DJANGO_SETTINGS_MODULE"] = "kizuki.settings"
        told = subprocess.run(
            [sys.executable, "-c", asked], env=surroundings, capture_output=True, text=True, check=True
        )
        assert told.stdout.strip() == secure

"""Signing in and out, and who may come in at all."""

from __future__ import annotations

import pytest
from django.test import Client

from kizuki.web.throttle import MOST_FAILURES
from kizuki.web.urls import urlpatterns
from tests.web.cast import PASSWORD, SATO


@pytest.mark.parametrize("path", ["/", "/cases/1", "/cases/1/reports/1.pdf"])
def test_every_page_asks_who_is_there(db: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/sign-in?next={path}"


def test_only_signing_in_and_the_state_of_the_system_are_open_to_strangers() -> None:
    strangers = {row.name for row in urlpatterns if not getattr(row.callback, "login_required", True)}
    # A calendar program cannot sign in: the key in its address is what opens it (tests/web/test_duty.py).
    before = {
        "sign-in",
        "sign-in-code",
        "sign-out",
        "language",
        "healthz",
        "metrics",
        "readyz",
        "first-run",
        "access",
        "calendar",
    }
    # Finders have no account; a hospital's own link is what opens its page and files (test_hospital_information.py).
    finders = {"finder-report", "security-txt"}
    of_a_hospital = {f"hospital-{name}" for name in ("information", "vex", "sbom", "letter", "statement")}
    assert strangers == before | finders | of_a_hospital


def test_a_name_and_password_that_fit_open_the_page_asked_for(office: dict[str, int], client: Client) -> None:
    path = f"/cases/{office['death']}"
    response = client.post("/sign-in", {"name": f" {SATO} ", "password": PASSWORD, "next": path})
    assert response["Location"] == path
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_a_way_back_that_leads_elsewhere_leads_home(office: dict[str, int], client: Client, elsewhere: str) -> None:
    response = client.post("/sign-in", {"name": SATO, "password": PASSWORD, "next": elsewhere})
    assert response["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [(SATO, "wrong"), ("nobody", PASSWORD)])
def test_a_refusal_does_not_tell_which_of_the_two_was_wrong(
    office: dict[str, int], client: Client, name: str, password: str
) -> None:
    response = client.post("/sign-in", {"name": name, "password": password})
    assert response.status_code == 422
    assert "サインイン名又はパスワードが違います。" in response.content.decode()
    assert f'value="{name}"' in response.content.decode()
    assert password not in response.content.decode()


@pytest.mark.parametrize(("name", "password"), [("", ""), (SATO, ""), ("a\0b", "x")])
def test_an_empty_form_asks_for_both(db: None, client: Client, name: str, password: str) -> None:
    response = client.post("/sign-in", {"name": name, "password": password})
    assert response.status_code == 422
    assert "入力してください" in response.content.decode()


def test_somebody_who_guesses_waits_even_with_the_right_password(office: dict[str, int], client: Client) -> None:
    for _guess in range(MOST_FAILURES):
        assert client.post("/sign-in", {"name": SATO, "password": "wrong"}).status_code == 422
    paused = client.post("/sign-in", {"name": SATO, "password": PASSWORD})
    assert paused.status_code == 429
    assert "15分ほど" in paused.content.decode()
    elsewhere = client.post("/sign-in", {"name": SATO, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_a_person_who_left_cannot_sign_in(office: dict[str, int], client: Client) -> None:
    from kizuki.store.models import User

    User.objects.filter(sign_in_name=SATO).update(is_active=False)
    assert client.post("/sign-in", {"name": SATO, "password": PASSWORD}).status_code == 422


def test_signing_out_ends_the_session(sato: Client) -> None:
    assert sato.post("/sign-out")["Location"] == "/sign-in"
    assert sato.get("/").status_code == 302


def test_signing_out_and_the_language_are_never_a_link(sato: Client) -> None:
    assert sato.get("/sign-out").status_code == 405
    assert sato.get("/language").status_code == 405


def test_the_language_is_kept_for_the_session(db: None, client: Client) -> None:
    assert "サインイン名" in client.get("/sign-in").content.decode()
    assert client.post("/language", {"language": "en", "next": "/sign-in"})["Location"] == "/sign-in"
    page = client.get("/sign-in").content.decode()
    assert "Sign-in name" in page
    assert '<html lang="en">' in page
    assert client.post("/language", {"language": "fr"}).status_code == 400


def test_the_language_of_a_person_is_the_language_of_the_pages(office: dict[str, int], client: Client) -> None:
    from kizuki.store.models import User

    User.objects.filter(sign_in_name=SATO).update(language="en")
    client.post("/sign-in", {"name": SATO, "password": PASSWORD})
    assert "Cases by deadline" in client.get("/").content.decode()


def test_a_form_without_its_token_changes_nothing(office: dict[str, int]) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/sign-in", {"name": SATO, "password": PASSWORD})
    assert response.status_code == 403
    assert "操作の有効期限が切れました" in response.content.decode()


def test_passwords_are_kept_with_argon2() -> None:
    from kizuki.settings.web import PASSWORD_HASHERS

    assert PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")

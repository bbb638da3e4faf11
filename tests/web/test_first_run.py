"""An empty record begins by a one-time token, and passwords are chosen by their owners only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.devices.register_user import register_user
from kizuki.actions.devices.set_password import set_password
from kizuki.actions.people.give_access import give_access
from kizuki.actions.people.offer_first_run import offer_first_run
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import AccessLink, Appointment, AuditEntry, Company, FailedTry, Licence, Notice, User
from kizuki.store.people.access_links import token_of
from kizuki.store.record import clock
from kizuki.web.throttle import MOST_FAILURES
from tests.web.cast import PASSWORD

SERVER = Actor.program("server")
FIRST = {
    "company": "葵メディカル株式会社", "licence_kind": "marketing_first", "licence_number": "13B1X00001",
    "licensed_on": "2021-04-01", "appointed_on": "令和8年6月1日", "display_name": "田中 一郎",
    "role": "general_manager", "sign_in_name": "tanaka", "new_password": PASSWORD, "again": PASSWORD,
    "role_1": "safety_manager", "display_name_1": "佐藤 恵", "sign_in_name_1": "sato",
    "mail_1": "sato@example.test",
}  # fmt: skip


@pytest.fixture
def token(db: None) -> str:
    """The token that `kizuki run` prints."""
    offered = offer_first_run(actor=SERVER)
    assert offered is not None
    return offered


@pytest.fixture
def begun(token: str) -> Client:
    """The browser of who did the first run."""
    client = Client()
    assert client.post(f"/first-run/{token}", FIRST).status_code == 302
    return client


def link_of(name: str) -> str:
    """The address that `kizuki access` prints."""
    person = User.objects.get(sign_in_name=name)
    return f"/access/{token_of(give_access(person.pk, by_mail=False, actor=SERVER))}"


def entries(verb: str) -> int:
    """How often the audit tells of a verb."""
    return AuditEntry.objects.filter(verb=verb).count()


def test_the_token_makes_company_licence_people_and_posts_and_then_opens_no_more(token: str) -> None:
    client = Client()
    assert client.get(f"/first-run/{token}").status_code == 200
    assert client.post(f"/first-run/{token}", FIRST)["Location"] == "/"
    assert Company.objects.get().name == "葵メディカル株式会社"
    assert Licence.objects.get().number == "13B1X00001"
    assert set(Appointment.objects.values_list("office", flat=True)) == {"general_manager", "safety_manager"}
    assert User.objects.get(sign_in_name="tanaka").check_password(PASSWORD)
    assert not User.objects.get(sign_in_name="sato").has_usable_password()
    assert "一覧の取込み" in client.get("/").content.decode()
    assert Client().get(f"/first-run/{token}").status_code == 404
    assert offer_first_run(actor=SERVER) is None, "nobody begins it again"
    assert (entries("begin_record"), entries("note_sign_in")) == (1, 1)


def test_a_token_that_was_made_up_or_followed_by_another_finds_no_page(token: str) -> None:
    newer = offer_first_run(actor=SERVER)
    assert Client().get(f"/first-run/{token}").status_code == 404
    assert Client().get(f"/first-run/{token[:-1]}").status_code == 404
    assert Client().get("/first-run/9~x").status_code == 404
    with clock.standing_at(clock.now() + timedelta(days=1, minutes=1)):
        assert Client().get(f"/first-run/{newer}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"again": "something else"}, "二つのパスワードが一致しません。"),
        ({"new_password": "password1234", "again": "password1234"}, "よく使われるパスワードです。"),
        ({"new_password": "Tanaka-4711-x", "again": "Tanaka-4711-x"}, "サインイン名を含めないでください。"),
        ({"licensed_on": "²"}, "日付として読めません。"),
        ({"sign_in_name_1": "tanaka"}, "同じサインイン名が二度あります。"),
        ({"mail_1": "sato"}, "メールアドレスとして読めません。"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_begins(
    token: str, wrong: dict[str, str], said: str
) -> None:
    answer = Client().post(f"/first-run/{token}", FIRST | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "葵メディカル株式会社" in page, "nothing typed is lost"
    assert not User.objects.exists()


def test_a_link_lets_its_owner_choose_a_password_once(begun: Client) -> None:
    address, client = link_of("sato"), Client()
    assert "佐藤 恵" in client.get(address).content.decode()
    assert client.get(address).status_code == 200, "a mail program that looks at it uses nothing"
    chosen = "kasumi-2208-tombo"
    assert client.post(address, {"new_password": "short", "again": "short"}).status_code == 422
    assert client.post(address, {"new_password": chosen, "again": chosen})["Location"] == "/"
    assert client.get("/me").status_code == 200
    assert Client().get(address).status_code == 404
    assert Client().post("/sign-in", {"name": "sato", "password": chosen}).status_code == 302
    assert entries("use_access") == 1


def test_a_used_link_ends_every_other_session_and_tells_every_signer(begun: Client) -> None:
    User.objects.filter(sign_in_name="tanaka").update(mail="tanaka@example.test")
    first, chosen = Client(), {"new_password": "kasumi-2208-tombo", "again": "kasumi-2208-tombo"}
    first.post(link_of("sato"), chosen)
    assert first.get("/").status_code == 200
    other = {"new_password": "another-8802-ayame", "again": "another-8802-ayame"}
    Client().post(link_of("sato"), other)
    assert first.get("/").status_code == 302, "the session of before has ended"
    told = Notice.objects.filter(kind="access_used").values_list("person__sign_in_name", flat=True)
    assert list(told) == ["tanaka", "tanaka"]


def test_the_token_of_a_link_of_before_a_restore_opens_no_later_one(begun: Client) -> None:
    old = link_of("sato")
    AccessLink.objects.filter(user__sign_in_name="sato").update(made_at=clock.now() + timedelta(seconds=1))
    assert Client().get(old).status_code == 404


def test_nobody_sets_or_asks_for_the_password_of_another(begun: Client, settings: Any) -> None:
    tanaka, sato = (User.objects.get(sign_in_name=name) for name in ("tanaka", "sato"))
    with pytest.raises(Refused, match="nobody sets the password of another"):
        set_password(sato.pk, "kasumi-2208-tombo", actor=Actor.user(tanaka.pk))
    with pytest.raises(Refused, match="nobody sets the password of another"):
        register_user(
            sign_in_name="x", display_name="x", role="psirt", password=PASSWORD, actor=Actor.user(tanaka.pk)
        )
    with pytest.raises(Refused, match="its owner's mail, or is printed on the server"):
        give_access(sato.pk, by_mail=False, actor=Actor.user(tanaka.pk))
    assert begun.get(f"/people/{sato.pk}/do/give_access").status_code == 409, "no mail server is named"
    assert "kizuki access sato" in begun.get(f"/people/{sato.pk}").content.decode()


def test_no_link_goes_to_an_address_that_somebody_else_has_moved(begun: Client, settings: Any) -> None:
    settings.MAIL = object()
    chosen = {"new_password": "kasumi-2208-tombo", "again": "kasumi-2208-tombo"}
    Client().post(link_of("sato"), chosen)
    sato = User.objects.get(sign_in_name="sato")
    moved = begun.post(f"/people/{sato.pk}/do/set_mail", {"mail": "mine@example.test"})
    assert moved.status_code == 302
    asked = begun.post(f"/people/{sato.pk}/do/give_access", {})
    assert asked.status_code == 422
    assert "本人以外がアドレスを改めています。" in asked.content.decode()
    assert not Notice.objects.filter(kind="access_link").exists()


def test_ones_own_password_is_changed_with_the_one_before(begun: Client) -> None:
    told = {"password": "wrong", "new_password": "kasumi-2208-tombo", "again": "kasumi-2208-tombo"}
    assert begun.post("/do/set_password", told).status_code == 422
    assert begun.post("/do/set_password", told | {"password": PASSWORD})["Location"] == "/sign-in"
    assert begun.get("/").status_code == 302
    again = Client().post("/sign-in", {"name": "tanaka", "password": "kasumi-2208-tombo"})
    assert again.status_code == 302


def test_made_up_names_clear_no_lock_and_the_limit_is_an_entry(begun: Client) -> None:
    client = Client()
    for _guess in range(MOST_FAILURES):
        client.post("/sign-in", {"name": "tanaka", "password": "wrong"})
    FailedTry.objects.bulk_create(
        FailedTry(kind="sign_in", key=f"{number:064d}", at=clock.now()) for number in range(400)
    )
    assert client.post("/sign-in", {"name": "tanaka", "password": PASSWORD}).status_code == 429
    assert entries("note_pause") == 1
    assert client.post("/sign-in", {"name": "sign:1", "password": "x"}).status_code == 422
    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        assert client.post("/sign-in", {"name": "tanaka", "password": PASSWORD}).status_code == 302


def test_wrong_passwords_under_a_signature_are_counted_too(begun: Client) -> None:
    told = {"password": "wrong", "new_password": "kasumi-2208-tombo", "again": "kasumi-2208-tombo"}
    for _guess in range(MOST_FAILURES):
        begun.post("/do/set_password", told)
    paused = begun.post("/do/set_password", told | {"password": PASSWORD})
    assert "しばらく署名できません。" in paused.content.decode()
    assert entries("note_pause") == 1

"""The second factor: set up with a first code, asked for at sign-in and under every signature, and ended by its owner."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.company.demand_second_factor import demand_second_factor
from kizuki.actions.people.give_access import give_access
from kizuki.actions.people.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    end_second_factor,
    use_second_factor,
)
from kizuki.actions.people.signing import prove, sign
from kizuki.actions.people.with_code import with_code
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, FailedTry, Notice, RecoveryCode, SecondFactor, User
from kizuki.store.notices.wording import letter_of
from kizuki.store.people.access_links import token_of
from kizuki.store.people.second_factors import second_factor_of
from kizuki.store.record import clock
from kizuki.web.pages.second_factor import picture_of
from kizuki.web.throttle import MOST_FAILURES
from tests.actions.office import ON, Office
from tests.codes import App, code_now
from tests.web.cast import PASSWORD, SATO

ME = "/me/second-factor"
CODE = "/sign-in/code"


def entries(verb: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb=verb).order_by("pk"))


def sato_id() -> int:
    return User.objects.get(sign_in_name=SATO).pk


def words(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def app(office: dict[str, int]) -> App:
    """佐藤's app, in use."""
    return App(sato_id())


def test_it_is_set_up_with_the_password_and_the_first_code_of_the_app(sato: Client) -> None:
    assert sato.post(ME, {"step": "begin", "password": "chigau-0000"}).status_code == 422
    assert not SecondFactor.objects.exists()
    assert sato.post(ME, {"step": "begin", "password": PASSWORD}).status_code == 302
    page = words(sato.get(ME))
    secret = re.search(r'class="secret">([A-Z2-7]{32})<', page)
    assert secret is not None
    assert "<svg" in page
    assert Client().post("/sign-in", {"name": SATO, "password": PASSWORD})["Location"] == "/", "not asked for yet"
    wrong = sato.post(ME, {"step": "confirm", "code": "000000"})
    assert wrong.status_code == 422
    made = words(sato.post(ME, {"step": "confirm", "code": code_now(secret[1])}))
    codes = re.findall(r"<code>([a-z2-9-]{19})</code>", made)
    assert len(set(codes)) == 10
    again = words(sato.get(ME))
    assert not any(one in again for one in codes), "they are shown once"
    assert secret[1] not in again, "and so is the secret"
    assert [entry.verb for entry in AuditEntry.objects.filter(verb__contains="second_factor")] == [
        "begin_second_factor",
        "confirm_second_factor",
    ]


def test_what_is_kept_opens_nothing(office: dict[str, int]) -> None:
    from django.db import connection

    app = App(sato_id())
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM store_secondfactor")
        (kept,) = cursor.fetchone()
    assert app.secret not in str(kept)
    plain = {one.replace("-", "") for one in app.recovery}
    assert not plain & {row.sha256 for row in RecoveryCode.objects.all()}
    told = "".join(str(entry.payload) for entry in AuditEntry.objects.all())
    assert app.secret not in told
    assert not any(one in told for one in plain)


def test_beginning_ends_the_sessions_that_began_without_a_code(sato: Client) -> None:
    other = Client()
    other.post("/sign-in", {"name": SATO, "password": PASSWORD})
    assert other.get("/me").status_code == 200
    sato.post(ME, {"step": "begin", "password": PASSWORD})
    factor = second_factor_of(sato_id())
    assert factor is not None
    sato.post(ME, {"step": "confirm", "code": code_now(factor.secret)})
    assert other.get("/me").status_code == 302
    assert sato.get("/me").status_code == 200


def test_a_password_alone_opens_no_session_and_the_code_leads_to_the_page_asked_for(app: App, client: Client) -> None:
    path = "/register"
    first = client.post("/sign-in", {"name": SATO, "password": PASSWORD, "next": path})
    assert first["Location"] == CODE
    assert client.get(path).status_code == 302, "nobody is signed in yet"
    assert not entries("note_sign_in")
    assert "認証コード" in words(client.get(CODE))
    assert client.post(CODE, {"code": "000000"}).status_code == 422
    assert client.post(CODE, {"code": app.code()})["Location"] == path
    assert client.get(path).status_code == 200
    assert len(entries("note_sign_in")) == len(entries("use_second_factor")) == 1
    assert client.get(CODE)["Location"] == "/sign-in", "nothing waits any more"


def test_nobody_reaches_the_page_of_the_code_without_the_password(app: App, client: Client) -> None:
    assert client.get(CODE)["Location"] == "/sign-in"
    assert client.post(CODE, {"code": app.code()})["Location"] == "/sign-in"
    assert client.get("/me").status_code == 302


def test_a_password_waits_five_minutes_and_no_longer_than_it_is_the_password(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/sign-in", {"name": SATO, "password": PASSWORD})
    session = client.session
    session["waits_for_code"] = {**session["waits_for_code"], "until": int(clock.of_the_machine().timestamp()) - 1}
    session.save()
    assert client.post(CODE, {"code": app.code()})["Location"] == "/sign-in"
    client.post("/sign-in", {"name": SATO, "password": PASSWORD})
    person = User.objects.get(sign_in_name=SATO)
    person.set_password("another-8802-ayame")
    person.save(update_fields=["password"])
    assert client.post(CODE, {"code": app.code()})["Location"] == "/sign-in"


def test_a_code_opens_once(app: App) -> None:
    code = app.code()
    for answer in (302, 422):
        client = Client()
        client.post("/sign-in", {"name": SATO, "password": PASSWORD})
        assert client.post(CODE, {"code": code}).status_code == answer


def test_a_recovery_code_opens_once_and_its_use_is_told_apart(app: App) -> None:
    for answer in (302, 422):
        client = Client()
        client.post("/sign-in", {"name": SATO, "password": PASSWORD})
        assert client.post(CODE, {"code": app.recovery[3].upper()}).status_code == answer
    assert [json.loads(entry.payload)["by"] for entry in entries("use_second_factor")] == ["recovery_code"]
    factor = second_factor_of(sato_id())
    assert factor is not None
    assert factor.left == 9


def test_wrong_codes_are_a_pause_from_wherever_they_come_and_an_entry(app: App) -> None:
    for number in range(MOST_FAILURES):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        client.post("/sign-in", {"name": SATO, "password": PASSWORD})
        assert client.post(CODE, {"code": "000000"}).status_code == 422
    client.post("/sign-in", {"name": SATO, "password": PASSWORD})
    paused = client.post(CODE, {"code": app.code()})
    assert paused.status_code == 429
    assert "15分ほど" in words(paused)
    assert [json.loads(entry.payload)["tried"] for entry in entries("note_pause")] == ["code"]


def test_a_one_time_link_stands_for_the_password_alone(app: App, client: Client) -> None:
    link = give_access(sato_id(), by_mail=False, actor=Actor.program("server"))
    chosen = {"new_password": "kasumi-2208-tombo", "again": "kasumi-2208-tombo"}
    assert client.post(f"/access/{token_of(link)}", chosen)["Location"] == CODE
    assert client.get("/me").status_code == 302
    client.post(CODE, {"code": app.code()})
    assert client.get("/me").status_code == 200


def test_a_signature_asks_for_the_password_and_a_code(db: None) -> None:
    office = Office()
    app = App(int(office.sato.code.partition(":")[2]))
    with pytest.raises(Refused, match="second factor is needed"):
        sign(office.sato, PASSWORD, "review_report", ON)
    with pytest.raises(Refused, match="wrong or was used"):
        sign(office.sato, with_code(PASSWORD, "000000"), "review_report", ON)
    code = app.code()
    assert sign(office.sato, with_code(PASSWORD, code), "review_report", ON).person == app.person
    with pytest.raises(Refused, match="wrong or was used"):
        sign(office.sato, with_code(PASSWORD, code), "review_report", ON)
    with pytest.raises(Refused, match="is wrong"):
        sign(office.sato, with_code("chigau-0000", app.code()), "review_report", ON)
    with pytest.raises(Refused, match="second factor is needed"):
        sign(office.sato, with_code(PASSWORD, "1").strip(), "review_report", ON)


def test_wrong_passwords_and_codes_under_signatures_count_together_at_every_door(db: None) -> None:
    office = Office()
    app = App(int(office.sato.code.partition(":")[2]))
    for wrong in (("chigau-0000", ""), (PASSWORD, "000000")) * (MOST_FAILURES // 2):
        with pytest.raises(Refused):
            prove(office.sato, with_code(*wrong))
    with pytest.raises(Refused, match="too many"):
        prove(office.sato, with_code(PASSWORD, app.code()))
    assert FailedTry.objects.filter(kind="sign", user=app.person).count() == MOST_FAILURES
    assert [json.loads(entry.payload)["tried"] for entry in entries("note_pause")] == ["sign"]


def test_every_form_that_asks_for_the_password_again_asks_who_has_an_app_for_its_code(
    app: App, client: Client
) -> None:
    client.force_login(User.objects.get(sign_in_name=SATO))
    for path in ("/me/tokens", "/do/set_password", ME):
        page = words(client.get(path))
        assert 'autocomplete="one-time-code"' in page, path
    made = client.post(
        "/me/tokens", {"label": "ci", "scopes": ["read_cases"], "ends_on": "2027-01-01", "password": PASSWORD}
    )
    assert made.status_code == 422, "no token without the code"


def test_its_owner_ends_it_with_password_and_code_and_every_signer_is_told(app: App, client: Client) -> None:
    User.objects.filter(sign_in_name=SATO).update(mail="sato@example.test")
    client.force_login(User.objects.get(sign_in_name=SATO))
    assert client.post(ME, {"step": "end", "password": PASSWORD}).status_code == 422
    assert client.post(ME, {"step": "end", "password": PASSWORD, "code": "000000"}).status_code == 422
    assert SecondFactor.objects.filter(ended_on=None).exists()
    assert client.post(ME, {"step": "end", "password": PASSWORD, "code": app.code()}).status_code == 302
    assert SecondFactor.objects.get(ended_on=clock.today()).secret == ""
    assert not RecoveryCode.objects.exists()
    notice = Notice.objects.get(kind="factor_ended")
    letter = letter_of(notice, "")
    assert (notice.person.sign_in_name, letter.to) == (SATO, "sato@example.test")
    assert letter.subject == "Kizuki：二要素認証が終了しました"
    assert "佐藤 恵さんの二要素認証が終了しました" in letter.body
    assert Client().post("/sign-in", {"name": SATO, "password": PASSWORD})["Location"] == "/"


def test_nobody_touches_that_of_another(db: None) -> None:
    office = Office()
    app = App(int(office.sato.code.partition(":")[2]))
    for act in (begin_second_factor, end_second_factor):
        with pytest.raises(Refused, match="second factor of another"):
            act(app.person, actor=office.tanaka)
    with pytest.raises(Refused, match="second factor of another"):
        confirm_second_factor(app.person, app.code(), actor=office.tanaka)
    with pytest.raises(Refused, match="in use already"):
        begin_second_factor(app.person, actor=office.sato)
    with pytest.raises(Refused, match="may not use_second_factor"):
        use_second_factor(app.person, app.code(), actor=office.ito)


def test_a_command_on_the_server_ends_it_for_who_lost_app_and_codes(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    from kizuki.cli.main import main

    assert main(["access", SATO, "--end-second-factor"]) == 0
    assert f"{SATO} の二要素認証を終了しました" in capsys.readouterr().out
    assert not SecondFactor.objects.filter(ended_on=None).exists()
    assert [entry.actor for entry in entries("end_second_factor")] == ["program:server"]


def test_where_the_company_demands_it_nobody_signs_without_and_everybody_comes_in(db: None) -> None:
    office = Office()
    from tests.actions.office import filled_case

    filled_case()
    with pytest.raises(Refused, match="may not"):
        demand_second_factor(True, actor=office.ito)
    assert demand_second_factor(True, actor=office.tanaka)
    assert not demand_second_factor(True, actor=office.tanaka)
    with pytest.raises(Refused, match="set yours up first"):
        sign(office.sato, PASSWORD, "review_report", ON)
    assert sign(office.kato, PASSWORD, "submit_unapproved", ON), "a report leaves on its last day all the same"
    client = Client()
    assert client.post("/sign-in", {"name": "sato", "password": PASSWORD})["Location"] == "/"
    assert "設定するまで署名できません" in words(client.get(ME))
    app = App(int(office.sato.code.partition(":")[2]))
    assert sign(office.sato, with_code(PASSWORD, app.code()), "review_report", ON)


def test_the_general_manager_demands_it_on_the_page_of_signatures(db: None) -> None:
    from tests.actions.office import filled_case

    Office()
    filled_case()
    client = Client()
    client.post("/sign-in", {"name": "tanaka", "password": PASSWORD})
    assert "各自が選ぶ" in words(client.get("/signing"))
    client.post("/signing", {"step": "demand_second_factor", "demanded": "yes"})
    assert "署名する全員に必要" in words(client.get("/signing"))
    client.post("/signing", {"step": "demand_second_factor", "demanded": "no"})
    assert "各自が選ぶ" in words(client.get("/signing"))


def test_the_picture_has_the_three_finders_and_the_quiet_zone_of_the_standard() -> None:
    picture = picture_of("otpauth://totp/Kizuki:sato?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Kizuki")
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", picture.dark)}
    finder = {(x, y) for x in range(7) for y in range(7) if {x, y} & {0, 6} or (2 <= x <= 4 and 2 <= y <= 4)}
    end = picture.side - 4 - 7
    for left, top in ((4, 4), (end, 4), (4, end)):
        assert {(x - left, y - top) for x, y in dark if left <= x < left + 7 and top <= y < top + 7} == finder
    assert min(min(one) for one in dark) == 4
    assert max(max(one) for one in dark) == picture.side - 5
    assert (picture.side - 8 - 17) % 4 == 0


def test_the_audit_verifies_after_all_of_it(app: App) -> None:
    assert use_second_factor(app.person, app.recovery[0], actor=Actor.program("web"))
    assert not use_second_factor(app.person, app.recovery[0], actor=Actor.program("web"))
    assert verify_record().intact
    end_second_factor(app.person, actor=Actor.user(app.person))
    begin_second_factor(app.person, actor=Actor.user(app.person))
    assert verify_record().intact

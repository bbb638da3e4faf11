"""The pages of procedures, training and self-inspection, of the collection plan, and of unconfirmed devices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.devices.watch_conformity import watch_conformity
from kizuki.actions.training.watch_training import watch_training
from kizuki.actions.verb import Actor
from kizuki.store.models import CorrectiveAction, Obligation, Procedure, SelfInspection, TrainingResult, User
from kizuki.store.record import clock
from tests.actions.hospital_cast import Told

pytestmark = pytest.mark.django_db

WORKER = Actor.program("worker")


@pytest.fixture
def it() -> Told:
    return Told()


def client(name: str) -> Client:
    found = Client()
    found.force_login(User.objects.get(sign_in_name=name))
    return found


def told(day: date, **more: Any) -> dict[str, Any]:
    return {
        "key": "GVP-05", "edition": "1", "title": "安全確保措置手順書", "in_force_on": day.isoformat(),
        "areas": ["measures", "hospitals"],
    } | more  # fmt: skip


def test_a_procedure_is_recorded_planned_and_trained_at_its_doors_and_the_page_says_what_is_owed(it: Told) -> None:
    sato, on = client("sato"), clock.today()
    assert sato.post("/do/set_procedure", told(on)).status_code == 302
    plan = {"procedure": "GVP-05", "role": "safety_officer", "within_days": "14", "again_months": "12"}
    assert sato.post("/do/plan_training", plan).status_code == 302
    watch_training(on=on, actor=WORKER)
    page = sato.get("/training").content.decode()
    ito = User.objects.get(sign_in_name="ito").pk
    procedure = Procedure.objects.get().pk
    assert f"?procedure={procedure}&amp;person={ito}" in page
    assert "第1版" in page
    assert "12 か月ごと" in page
    result = {
        "procedure": str(procedure), "people": [str(ito)], "way": "course", "told_on": on.isoformat(),
        "passed": "passed", "trainer": "山本",
    }  # fmt: skip
    assert sato.post("/do/record_training", result).status_code == 302
    assert TrainingResult.objects.get().trained_id == ito
    assert not Obligation.objects.filter(kind="training", ended_at=None).exists()
    assert "受けるべき訓練はありません" in sato.get("/training").content.decode()


def test_an_inspection_with_a_finding_is_told_in_one_form_and_half_a_finding_is_not_taken(it: Told) -> None:
    sato, on = client("sato"), clock.today()
    sato.post("/do/set_procedure", told(on, areas=["measures"]))
    ito = str(User.objects.get(sign_in_name="ito").pk)
    form = {
        "procedures": ["GVP-05"], "from_on": on.isoformat(), "to_on": on.isoformat(), "told_on": on.isoformat(),
        "words": "記録を確認した", "finding_0": "記載漏れ", "owner_0": ito,
    }  # fmt: skip
    assert sato.post("/do/record_self_inspection", form).status_code == 422
    assert not SelfInspection.objects.exists()
    form["due_on_0"] = (on + timedelta(days=30)).isoformat()
    assert sato.post("/do/record_self_inspection", form).status_code == 302
    action = CorrectiveAction.objects.get().pk
    assert f"?action={action}" in sato.get("/training").content.decode()
    done = {"action": str(action), "told_on": on.isoformat(), "words": "欄を加えた"}
    assert client("ito").post("/do/report_correction", done).status_code == 302
    checked = {"action": str(action), "helped": "effective", "words": "確認した"}
    assert sato.post("/do/check_correction", checked).status_code == 302
    page = sato.get("/training", HTTP_ACCEPT_LANGUAGE="ja").content.decode()
    assert "効果あり" in page
    assert "終了" in page


def test_a_document_of_a_procedure_is_taken_out_as_it_was_kept(it: Told) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sato, on = client("sato"), clock.today()
    paper = SimpleUploadedFile("gvp05.pdf", b"%PDF-1.7 gvp", content_type="application/pdf")
    assert sato.post("/do/set_procedure", told(on, document=paper)).status_code == 302
    answer = sato.get(f"/documents/procedure/{Procedure.objects.get().pk}/document/file")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 gvp", "application/pdf")
    assert sato.get("/documents/procedure/999/document/file").status_code == 404


def test_a_source_is_planned_and_looked_at_though_nothing_is_found(it: Told) -> None:
    sato, on = client("sato"), clock.today()
    plan = {
        "key": "pubmed", "kind": "literature", "name": "医学文献", "every_days": "7", "role": "safety_officer"
    }  # fmt: skip
    assert sato.post("/do/plan_source", plan).status_code == 302
    look = {"source": "pubmed", "told_on": on.isoformat(), "words": "0件", "found": "nothing"}
    assert client("ito").post("/do/record_source_look", look).status_code == 302
    page = sato.get("/sources").content.decode()
    assert "該当なし" in page
    assert "医学文献" in page


def test_an_unconfirmed_device_is_planned_at_its_door(it: Told) -> None:
    sato, on = client("sato"), clock.today()
    watch_conformity(on=on, actor=WORKER)
    assert f"/devices/{it.device}/do/plan_conformity" in sato.get("/conformity").content.decode()
    plan = {"way": "patch", "due_on": (on + timedelta(days=90)).isoformat(), "words": "次版で対応"}
    assert sato.post(f"/devices/{it.device}/do/plan_conformity", plan).status_code == 302
    assert "次版で対応" in sato.get("/conformity").content.decode()


def test_who_may_not_records_nothing(it: Told) -> None:
    assert client("ito").post("/do/set_procedure", told(clock.today())).status_code == 403
    assert not Procedure.objects.exists()

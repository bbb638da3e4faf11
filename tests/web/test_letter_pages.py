"""Letters as people meet them: the measure's page leads there, each step by its door, in HTML and as PDF."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.forms.letters.table import letter
from kizuki.core.lifecycle.measures.classification import RULES
from kizuki.store.models import MeasureJudgement, MeasureLetter, ReachEntry
from tests.actions.measures.acting import Measures
from tests.actions.office import ON, PASSWORD
from tests.web.test_measure_pages import act, client
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(monkeypatch: pytest.MonkeyPatch) -> Measures:
    for module in ("door", "measures", "letters", "case"):
        monkeypatch.setattr(f"kizuki.web.pages.{module}.today", lambda: ON)
    return Measures()


def told(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in letter(kind).fields:
        if field.kind == "long":
            found |= {f"{field.id}_ja": "書き換えのおそれ", f"{field.id}_en": "Settings may change"}
        elif not field.source.startswith("hospital."):
            found[field.id] = "2026-08-20" if field.kind == "day" else "記載あり"
    return found


def test_a_notice_goes_its_way_through_the_doors_and_its_page_shows_every_field_with_its_source(it: Measures) -> None:
    measure = it.approved()
    asked = f"?measure={measure}"
    assert act("ito", it, "draft_letter", asked, kind="hospital_notice", dated_on=ON.isoformat()).status_code == 302
    row = MeasureLetter.objects.get()
    at = f"?letter={row.pk}&measure={measure}"
    page = words(client("ito").get(f"/cases/{it.case}/letters/{row.pk}"))
    for what in ("未記入の欄", "事象", "措置の記録", "医療機関ごとに記載", "下書き"):
        assert what in page
    typed = told("hospital_notice") | {"dated_on": ON.isoformat(), "sha256": row.sha256}
    assert act("ito", it, "write_letter", at, **typed).status_code == 302
    row.refresh_from_db()
    form = client("ito").get(f"/cases/{it.case}/do/write_letter{at}").content.decode()
    assert "書き換えのおそれ" in form, "whoever goes on writing begins from what was written"
    draft = client("ito").get(f"/cases/{it.case}/letters/{row.pk}.pdf")
    assert draft.content.startswith(b"%PDF")
    signed = act("sato", it, "sign_letter", at, sha256=row.sha256, password=PASSWORD)
    assert signed.status_code == 302
    sent = {"on": ON.isoformat(), "channel": "letter", "reference": "R-1", "hospitals": it.hospitals[:2]}
    assert act("ito", it, "send_letter", at, **sent).status_code == 302
    assert ReachEntry.objects.filter(document__isnull=False).count() == 2
    page = words(client("sato").get(f"/cases/{it.case}/letters/{row.pk}"))
    for what in ("書き換えのおそれ", "Settings may change", "送付済み", "人が記入"):
        assert what in page
    for ending in (".pdf", ".pdf?lang=en"):
        assert client("sato").get(f"/cases/{it.case}/letters/{row.pk}{ending}").content.startswith(b"%PDF")
    html = client("sato").get(f"/cases/{it.case}/letters/{row.pk}.html")
    assert "書き換えのおそれ" in html.content.decode()
    assert html["Content-Disposition"].startswith("attachment"), "what people typed is never shown as a page of ours"
    assert f"/letters/{row.pk}" in client("sato").get(f"/cases/{it.case}/measures").content.decode()
    assert client("sato").get(f"/cases/{it.case + 1}/letters/{row.pk}").status_code == 404


def test_the_gate_refuses_a_patients_notice_at_its_door_in_words(it: Measures) -> None:
    measure = it.approved()
    asked = f"?measure={measure}"
    act("ito", it, "draft_letter", asked, kind="patient_notice", dated_on=ON.isoformat())
    row = MeasureLetter.objects.get()
    at = f"?letter={row.pk}&measure={measure}"
    act("ito", it, "write_letter", at, **told("patient_notice"), dated_on=ON.isoformat(), sha256=row.sha256)
    row.refresh_from_db()
    answer = act("sato", it, "sign_letter", at, sha256=row.sha256, password=PASSWORD)
    assert answer.status_code == 422
    assert "緩和策" in answer.content.decode()
    assert MeasureLetter.objects.get().state == "draft"


def test_a_fix_is_judged_by_the_questions_of_the_table_and_stands_on_the_page_of_its_measure(it: Measures) -> None:
    measure = it.approved("recall", hospitals=("*",))
    asked = f"?measure={measure}"
    form = client("sato").get(f"/cases/{it.case}/do/judge_change{asked}").content.decode()
    assert next(iter(RULES.values())).ja in form
    answers = {f"rule_{rule}": "no" for rule in RULES} | {"rule_only_closes": "yes"}
    decided = {"change": "neither", "in_field": "correction", "recall_class": "II", "asked_pmda": "no"}
    refused = act("sato", it, "judge_change", asked, **answers, **decided, words="", password=PASSWORD)
    assert refused.status_code == 422
    done = act("sato", it, "judge_change", asked, **answers, **decided, words="動作は同じ。", password=PASSWORD)
    assert done.status_code == 302
    assert MeasureJudgement.objects.get().proposed_change == "neither"
    page = words(client("sato").get(f"/cases/{it.case}/measures"))
    for what in ("手続不要", "改修", "クラスII", "動作は同じ。"):
        assert what in page

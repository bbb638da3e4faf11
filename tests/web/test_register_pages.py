"""The register's pages: documents that open, what was decided on, cases that nobody proposed yet, and what stops one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.people.signing import person_of
from kizuki.actions.register.propose_no_report import Proof, Proposal, propose_no_report
from kizuki.core.lifecycle.proofs import grounds
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, DecisionEvidence, DecisionSignature, Reading, StoredDocument
from kizuki.store.record.canonical import digest_of
from kizuki.store.record.clock import JAPAN
from tests.actions.office import PASSWORD, Office, person
from tests.actions.record import TESTER, company_and_pump, opened_case
from tests.actions.register.test_register import EVIDENCE, NOT_USED, ON, decide, decided, not_used_case, proposed
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


def signed_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("decision", "propose", "register", "case"):
        monkeypatch.setattr(f"kizuki.web.pages.{module}.today", lambda: ON)


def files_of(page: Any) -> list[str]:
    """The addresses of documents that a page leads to."""
    return re.findall(r'href="(/documents/decision-evidence/\d+/document)"', page.content.decode())


def address_of(decision: int, content: bytes) -> str:
    """Where a document of a decision is opened."""
    row = DecisionEvidence.objects.get(decision=decision, document=digest_of(content))
    return f"/documents/decision-evidence/{row.pk}/document"


def unproved(case_key: str = "unproved") -> int:
    """A case of no report, the answer behind which says nothing of its proof."""
    matter = {key: value for key, value in NOT_USED["matters"][0].items() if key != "evidence"}
    case_id = opened_case(case_key, facts={**NOT_USED, "matters": [matter]})
    determine(case_id, on=ON, actor=TESTER)
    return case_id


def test_signer_and_auditor_open_each_document_from_the_decision_and_from_the_case() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    person("kansa", "auditor")
    for name in ("sato", "kansa"):
        client = signed_in(name)
        for page in (f"/register/{decision}", f"/cases/{case_id}"):
            links = files_of(client.get(page))
            assert [client.get(f"{link}/file").content for link in links] == [proof.content for proof in EVIDENCE]
        assert "添付はありません" not in words(client.get(f"/cases/{case_id}"))


def test_a_decision_about_a_device_with_an_end_of_support_shows_its_day() -> None:
    office, case_id = Office(), not_used_case()
    set_milestone("pump", "eos", date(2030, 3, 29), actor=TESTER)
    decision = proposed(office, case_id)
    assert "2030-03-29（金）" in words(signed_in("sato").get(f"/register/{decision}"))


def test_a_document_of_a_decision_leaves_as_a_file_that_no_browser_runs() -> None:
    office, case_id = Office(), not_used_case()
    page = b"<script>alert(1)</script>"
    given = (Proof("sbom", page, "text/html"), EVIDENCE[1])
    decision = propose_no_report(
        case_id, Proposal("component_not_used", "組み込まれていない", given), on=ON, actor=office.ito
    )
    found = signed_in("sato").get(f"{address_of(decision, page)}/file")
    assert found.content == page
    number = Case.objects.get(pk=case_id).number
    assert found["Content-Disposition"] == f'attachment; filename="{number}_sbom_{digest_of(page)[:8]}.html"'
    assert (found["X-Content-Type-Options"], "sandbox" in found["Content-Security-Policy"]) == ("nosniff", True)


def test_embargo_and_product_scope_hide_the_documents_of_a_decision() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    link = address_of(decision, EVIDENCE[0].content)
    assert Client().get(link).status_code == 302, "who is nobody signs in first"
    register_device(DeviceEntry(key="other", brand="別の品目"), actor=TESTER)
    set_product_scope(person_of(office.kato), ["other"], actor=office.sato)
    assert [signed_in(name).get(link).status_code for name in ("kato", "ito")] == [404, 200]
    set_embargo(
        f"case:{case_id}", True, [person_of(office.sato), person_of(office.tanaka)], "調整中", actor=office.sato
    )
    assert signed_in("ito").get(link).status_code == 404
    assert signed_in("sato").get(link).status_code == 200


def test_a_document_of_a_decision_that_is_erased_says_so_and_is_linked_no_more() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    digest, client = digest_of(EVIDENCE[0].content), signed_in("sato")
    link = address_of(decision, EVIDENCE[0].content)
    StoredDocument.objects.filter(pk=digest).update(content=b"", erased_at=timezone.now())
    assert "内容は消去されました" in words(client.get(link))
    assert client.get(f"{link}/file")["Location"] == link
    page = client.get(f"/register/{decision}")
    assert "部品表（SBOM）：部品がないこと （保存期間の満了により消去済み）" in words(page)
    assert len(files_of(page)) == 1


def test_who_opens_a_document_of_a_decision_is_kept_as_a_reader_of_its_case() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    assert not Reading.objects.exists()
    signed_in("sato").get(address_of(decision, EVIDENCE[0].content))
    assert list(Reading.objects.values_list("person", "case")) == [(person_of(office.sato), case_id)]


def test_a_decision_shows_what_is_not_met_with_reason_and_article_and_the_facts_of_its_day() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    person("kansa", "auditor")
    page = words(signed_in("kansa").get(f"/register/{decision}"))
    for part in (
        "該当しない号とその理由",
        "第2号ロ",
        "施行規則第228条の20第2項第2号ロ",
        "把握している事実 第1版",
        "SBOM of 3.2.1",
        "提案 ito",
    ):
        assert part in page, part


def test_a_decision_goes_on_showing_the_facts_that_it_was_made_from() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    known = newest_facts(case_id)
    facts = known.facts | {"device": {**known.facts["device"], "own": None}}
    answer_facts(case_id, facts, revision=known.revision, on=ON, reason="調べ直し", actor=office.ito)
    page = words(signed_in("sato").get(f"/register/{decision}"))
    assert "把握している事実 第1版" in page
    assert "未確認" not in page.split("把握している事実")[1].split("前提")[0]


def test_the_comment_and_the_instant_of_a_signature_are_shown_with_whoever_gave_it() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    decide(decision, comment="設計書と部品表を照合した", actor=office.sato)
    person("kansa", "auditor")
    page = words(signed_in("kansa").get(f"/register/{decision}"))
    at = DecisionSignature.objects.get(decision=decision).at.astimezone(JAPAN)
    told = page.split("決定 sato ")[1][:30]
    assert (told[:10], f" {at:%H:%M}" in told) == (f"{at:%Y-%m-%d}", True)
    assert "署名者のコメント 設計書と部品表を照合した" in page


def test_cases_that_nobody_has_proposed_yet_are_named_with_their_links_until_somebody_does() -> None:
    office, case_id = Office(), not_used_case()
    client = signed_in("ito")
    page = client.get("/register")
    assert "報告不要の判断は、まだ登録されていません" in words(page)
    waiting = page.content.decode().split('id="to-decide"')[1]
    assert f'href="/cases/{case_id}"' in waiting
    assert f'href="/cases/{case_id}/no-report"' in waiting
    proposed(office, case_id)
    assert "判断の提案を待つ案件" not in words(client.get("/register"))


def test_a_case_that_is_hidden_or_needs_no_decision_does_not_wait_in_the_register() -> None:
    office, case_id = Office(), not_used_case()
    person("kansa", "auditor")
    auditor = signed_in("kansa").get("/register").content.decode()
    assert (f'href="/cases/{case_id}"' in auditor, "/no-report" in auditor) == (True, False)
    set_embargo(
        f"case:{case_id}", True, [person_of(office.sato), person_of(office.tanaka)], "調整中", actor=office.sato
    )
    assert f"/cases/{case_id}" not in signed_in("ito").get("/register").content.decode()
    Case.objects.filter(pk=case_id).update(outcome="report")
    assert f"/cases/{case_id}" not in signed_in("sato").get("/register").content.decode()


def test_the_register_is_searched_by_case_number_however_wide_it_is_typed() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    other = opened_case("other", facts=NOT_USED)
    determine(other, on=ON, actor=TESTER)
    client, number = signed_in("sato"), Case.objects.get(pk=case_id).number
    wide = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for asked in (number, number.lower(), wide):
        page = client.get("/register", {"number": asked}).content.decode()
        assert f'href="/register/{decision}"' in page, asked
        assert f'href="/cases/{other}"' not in page, asked
    page = client.get("/register", {"number": Case.objects.get(pk=other).number}).content.decode()
    assert (f'href="/register/{decision}"' in page, f'href="/cases/{other}"' in page) == (False, True)
    assert "該当する判断はありません" in page


def test_each_answer_without_proof_is_named_with_the_form_that_answers_it() -> None:
    Office()
    company_and_pump()
    case_id, client = unproved(), signed_in("ito")
    link = f'<a href="/cases/{case_id}/do/answer?fact=matters.0.component_present">'
    for page in (client.get(f"/cases/{case_id}/no-report"), post(client, case_id)):
        told = page.content.decode().split('id="unproved"')[1]
        assert link in told
        assert "脆弱性のあるソフトウェア" in told.split(link)[1].split("</a>")[0]
    assert post(client, case_id).status_code == 422
    form = client.get(f"/cases/{case_id}/do/answer?fact=matters.0.component_present")
    assert (form.status_code, 'name="evidence"' in form.content.decode()) == (200, True)


def test_nothing_is_asked_for_first_where_every_answer_has_its_proof() -> None:
    Office()
    case_id = not_used_case()
    assert 'id="unproved"' not in signed_in("ito").get(f"/cases/{case_id}/no-report").content.decode()


def test_an_answer_without_proof_in_another_case_of_a_set_is_named_with_that_case() -> None:
    Office()
    case_id, other = not_used_case(), unproved()
    page = post(signed_in("ito"), case_id, component="jinja2", case=[str(other)])
    told = page.content.decode().split('id="unproved"')[1]
    assert f'href="/cases/{other}/do/answer?fact=matters.0.component_present"' in told
    assert Case.objects.get(pk=other).number in told.split("</section>")[0]


def test_every_proof_that_a_reason_asks_for_stands_once_under_that_reason() -> None:
    Office()
    page = signed_in("ito").get(f"/cases/{not_used_case()}/no-report").content.decode()
    groups = dict(re.findall(r'<fieldset data-reason="(\w+)">(.*?)</fieldset>', page, re.DOTALL))
    asked = {code: [*row.documents, *row.one_of] for code, row in grounds().items() if row.documents or row.one_of}
    assert {code: re.findall(r'name="proof\.(\w+)"', group) for code, group in groups.items()} == asked
    assert len(re.findall(r'name="proof\.other"', page)) == 1


def post(client: Client, case_id: int, **values: Any) -> Any:
    return client.post(
        f"/cases/{case_id}/no-report", {"reason": "outside_every_item", "explanation": "該当しない", **values}
    )


def test_a_decision_is_found_in_the_register_and_by_the_search_by_the_number_of_its_vulnerability() -> None:
    office, case_id = Office(), not_used_case()
    link_vulnerabilities(case_id, ["CVE-2026-4411"], actor=TESTER)
    decision = proposed(office, case_id)
    client = signed_in("sato")
    for asked in ("CVE-2026-4411", "ＣＶＥ-2026-44"):
        assert f'href="/register/{decision}"' in client.get("/register", {"number": asked}).content.decode()
        assert f'href="/register/{decision}"' in client.get("/search", {"q": asked}).content.decode()
    assert f'href="/register/{decision}"' not in client.get("/register", {"number": "CVE-2026-9"}).content.decode()


def test_a_refused_proposal_says_which_file_is_chosen_again_and_leads_to_what_is_missing() -> None:
    Office()
    case_id = not_used_case()
    link_vulnerabilities(case_id, ["CVE-2026-4412"], actor=TESTER)
    told = {"reason": "component_not_used", "explanation": "組み込まれていない"}
    files = {"proof.sbom": SimpleUploadedFile("list.json", b"{}")}
    page = signed_in("ito").post(f"/cases/{case_id}/no-report", {**told, **files})
    assert page.status_code == 422
    text = page.content.decode()
    again = "もう一度選んでください"
    assert again in text.partition('id="proof-component_not_used-sbom"')[2].partition("<label")[0]
    assert again not in text.partition('id="proof-component_not_used-design"')[2].partition("<label")[0]
    device = Case.objects.get(pk=case_id).device_id
    assert f'href="/devices/{device}/assessments"' in text
    assert again not in signed_in("ito").get(f"/cases/{case_id}/no-report").content.decode()

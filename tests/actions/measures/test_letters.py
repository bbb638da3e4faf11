"""Letters of a measure: filled from the record, signed through the gate, sent by hospital; the end of a recall."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from kizuki.actions.company.register_addressee import AddresseeEntry, register_addressee
from kizuki.actions.measures.judge_change import Judged, judge_change
from kizuki.actions.measures.send_letter import Sent, send_letter
from kizuki.actions.measures.sign_letter import sign_letter
from kizuki.actions.measures.write_letter import draft_letter, write_letter
from kizuki.core.forms.letters.table import letter
from kizuki.core.refusal import Refused
from kizuki.store.models import MeasureLetter, MeasureTarget, Obligation, ReachEntry, StoredDocument
from kizuki.store.queries.letters import judgements_of, letter_page, letters_of
from kizuki.store.queries.measures import measures_of, targets_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.measures.acting import Measures
from tests.actions.office import ON, PASSWORD

pytestmark = pytest.mark.django_db

LONG = {"ja": "無線の設定を書き換えられるおそれがあります。", "en": "Settings of the radio can be changed."}


def written(kind: str, **told: Any) -> dict[str, Any]:
    """Something in every field that only a person can say."""
    words: dict[str, Any] = {}
    for field in letter(kind).fields:
        if not field.source.startswith("hospital."):
            words[field.id] = {"long": dict(LONG), "day": "2026-08-01"}.get(field.kind, "記載あり")
    return words | told


def drafted(it: Measures, measure: int, kind: str, **told: Any) -> int:
    return draft_letter(measure, kind, written(kind, **told), dated_on=ON, on=ON, actor=it.office.ito)


def signed(it: Measures, letter_id: int) -> None:
    digest = MeasureLetter.objects.get(pk=letter_id).sha256
    sign_letter(letter_id, read_sha256=digest, password=PASSWORD, on=ON, actor=it.office.sato)


def sent(it: Measures, letter_id: int, *hospitals: str, on: date = ON, **told: Any) -> int:
    given = {"channel": "letter", "reference": "R-1", **told}
    return send_letter(letter_id, Sent(on, hospitals=hospitals, **given), on=on, actor=it.office.ito)


def text_of(document: StoredDocument | None) -> str:
    assert document is not None
    pages = PdfReader(io.BytesIO(bytes(document.content))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def test_a_notice_goes_to_each_hospital_under_its_own_name_with_its_own_units_and_stands_in_the_reach() -> None:
    it = Measures()
    measure = it.approved()
    notice = drafted(it, measure, "hospital_notice")
    signed(it, notice)
    assert sent(it, notice, "hospital-0", "hospital-2") == 2
    for number in (0, 2):
        entry = ReachEntry.objects.get(target__hospital__key=f"hospital-{number}")
        said = text_of(entry.document)
        assert f"第{number}病院" in said
        assert f"SN-{number}" in said
        assert f"SN-{2 - number}" not in said, "no hospital reads of another's units"
        assert "令和8年8月3日" in said
    assert set(MeasureTarget.objects.filter(state="sent").values_list("hospital__key", flat=True)) == {
        "hospital-0",
        "hospital-2",
    }
    assert it.owed("delivery_check") == it.owed("hospital_acknowledgement") == [f"measure:{measure}"]


def test_a_second_notice_to_a_hospital_that_read_the_first_is_a_further_entry_and_takes_nothing_back() -> None:
    it = Measures()
    measure = it.approved()
    it.reached(measure, "sent", "hospital-0")
    it.reached(measure, "read", "hospital-0")
    notice = drafted(it, measure, "hospital_notice")
    signed(it, notice)
    sent(it, notice, "hospital-0")
    row = next(one for one in targets_of(PROGRAM, measure) if one.key == "hospital-0")
    assert row.state == "read"
    assert [one.state for one in row.entries] == ["sent", "read", "sent"]


def test_what_the_record_knows_has_its_source_and_what_nobody_said_keeps_the_signature_back() -> None:
    it = Measures()
    measure = it.approved()
    notice = draft_letter(measure, "hospital_notice", {}, dated_on=ON, on=ON, actor=it.office.ito)
    row = letter_page(PROGRAM, it.case, notice)
    assert row is not None
    assert row.paper is not None
    fields = {one["id"]: one for one in row.paper["ja"]["fields"]}
    assert (fields["action"]["text"], fields["action"]["source"]) == (
        "無線を止めるよう、全施設に知らせる。",
        "measure.plan",
    )
    assert (fields["what"]["text"], fields["what"]["state"]) == ("未記入", "missing")
    assert fields["answer_by"]["state"] == "nothing"
    with pytest.raises(Refused, match="事象"):
        signed(it, notice)
    words = written("hospital_notice")
    write_letter(notice, words, read_sha256=row.sha256, dated_on=ON, on=ON, actor=it.office.ito)
    with pytest.raises(Refused, match="another draft was read"):
        sign_letter(notice, read_sha256=row.sha256, password=PASSWORD, on=ON, actor=it.office.sato)
    signed(it, notice)
    with pytest.raises(Refused, match="a letter of its own"):
        write_letter(notice, words, read_sha256=row.sha256, dated_on=ON, on=ON, actor=it.office.ito)


def test_english_is_printed_only_where_nothing_of_it_is_missing() -> None:
    it = Measures()
    measure = it.approved()
    whole, half = (drafted(it, measure, "hospital_notice"), drafted(it, measure, "hospital_notice", what="事象だけ"))
    signed(it, whole)
    signed(it, half)
    rows = {row.id: row for row in letters_of(PROGRAM, it.case)}
    assert rows[half].english is None
    english = text_of(StoredDocument.objects.get(pk=rows[whole].english))
    assert "Settingsoftheradiocanbechanged" in english


def test_the_end_report_is_owed_from_the_day_of_the_start_report_until_it_is_sent() -> None:
    it = Measures()
    register_addressee(
        AddresseeEntry("prefecture", "東京都知事　殿", prefecture="東京都"),
        from_on=date(2026, 1, 1),
        actor=it.office.sato,
    )
    measure = it.approved("recall", hospitals=("*",))
    start = drafted(it, measure, "recall_start", planned_end="2026-09-30")
    signed(it, start)
    sent(it, start, way="direct")
    owed = Obligation.objects.get(kind="recall_report", state="owed")
    assert (owed.item, owed.learned_on, owed.due_on) == (f"measure:{measure}/recall_end", ON, date(2026, 9, 30))
    state = drafted(it, measure, "recall_progress", planned_end="令和8年10月31日")
    signed(it, state)
    sent(it, state, way="direct")
    assert Obligation.objects.get(kind="recall_report", state="owed").due_on == date(2026, 10, 31)
    last = drafted(it, measure, "recall_end")
    signed(it, last)
    sent(it, last, way="direct")
    assert not Obligation.objects.filter(kind="recall_report", state__in=("owed", "open")).exists()
    (row,) = measures_of(PROGRAM, it.case)
    assert [one.words for one in row.tellings] == ["回収着手報告書", "回収状況報告書", "回収終了報告書"]
    assert all(one.party == "prefecture" and one.document for one in row.tellings)


def test_a_start_report_without_a_planned_day_opens_the_end_report_without_one() -> None:
    it = Measures()
    register_addressee(
        AddresseeEntry("prefecture", "青森県知事　殿", prefecture="青森県"),
        from_on=date(2026, 1, 1),
        actor=it.office.sato,
    )
    measure = it.approved("recall", hospitals=("*",))
    start = drafted(it, measure, "recall_start", planned_end="未定")
    signed(it, start)
    sent(it, start, way="direct")
    row = Obligation.objects.get(kind="recall_report")
    assert (row.state, row.due_on) == ("open", None)


def test_the_gate_keeps_a_patients_notice_back_until_something_protects_and_lets_a_yellow_letter_and_a_recall_pass() -> (
    None
):
    it = Measures()
    measure = it.approved()
    patients = drafted(it, measure, "patient_notice")
    with pytest.raises(Refused, match="neither a mitigation nor a compensating control"):
        signed(it, patients)
    assert MeasureLetter.objects.get(pk=patients).state == "draft"
    assert not StoredDocument.objects.filter(released_letters__isnull=False).exists()
    signed(it, drafted(it, measure, "yellow_letter"))
    recall = it.approved("recall", hospitals=("*",))
    signed(it, drafted(it, recall, "patient_notice"))
    assert [list(row.gate) for row in letters_of(PROGRAM, it.case) if row.state == "signed"] == [
        ["demanded_by_law_yellow_letter"],
        ["demanded_by_law_recall"],
    ]
    it.approved("stop", brings="mitigation")
    signed(it, patients)


def test_the_consultation_before_a_yellow_letter_is_kept_and_never_printed() -> None:
    it = Measures()
    measure = it.approved()
    words = written("yellow_letter", consulted_with="安全使用推進室 山本")
    yellow = draft_letter(measure, "yellow_letter", words, dated_on=ON, on=ON, actor=it.office.ito)
    signed(it, yellow)
    row = letter_page(PROGRAM, it.case, yellow)
    assert row is not None
    assert row.paper is not None
    assert "山本" in str(row.paper)
    assert "山本" not in text_of(StoredDocument.objects.get(pk=row.pdf))
    without = draft_letter(
        measure, "yellow_letter", words | {"consulted_with": ""}, dated_on=ON, on=ON, actor=it.office.ito
    )
    with pytest.raises(Refused, match="相談した相手"):
        signed(it, without)


@pytest.mark.parametrize(
    ("kind", "letter_kind", "why"),
    [
        ("information", "recall_start", "no letter of a measure"),
        ("recall", "end_of_support", "no letter of a measure"),
    ],
)
def test_a_letter_that_a_measure_does_not_need_is_not_begun(kind: str, letter_kind: str, why: str) -> None:
    it = Measures()
    measure = it.approved(kind, hospitals=("*",))
    with pytest.raises(Refused, match=why):
        drafted(it, measure, letter_kind)


def test_nothing_goes_out_that_nobody_signed_or_of_what_nobody_decided() -> None:
    it = Measures()
    measure = it.proposed()
    notice = drafted(it, measure, "hospital_notice")
    with pytest.raises(Refused, match="is proposed"):
        signed(it, notice)
    it.decided(measure)
    with pytest.raises(Refused, match="only what is signed"):
        sent(it, notice, "hospital-0")
    signed(it, notice)
    for wrong, why in (
        ({"on": date(2026, 8, 3), "channel": "pigeon"}, "is not one of"),
        ({"on": date(2026, 8, 3), "reference": ""}, "proves it"),
    ):
        with pytest.raises(Refused, match=why):
            sent(it, notice, "hospital-0", **wrong)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not for hospital-9"):
        sent(it, notice, "hospital-9")
    assert not ReachEntry.objects.exists()


def test_a_person_judges_the_fix_beside_what_the_table_proposed_and_the_recall_papers_say_so() -> None:
    it = Measures()
    measure = it.approved("recall", hospitals=("*",))
    answers = {"adds_function": "no", "only_closes": "yes"}
    judged = Judged("neither", "correction", "II", answers, "表示も動作も変わらない。", asked_pmda=True)
    judge_change(measure, judged, password=PASSWORD, on=ON, actor=it.office.sato)
    (row,) = judgements_of(PROGRAM, it.case)[measure]
    assert (row.change, row.in_field, row.recall_class) == ("neither", "correction", "II")
    assert row.proposed_change == "ask_first", "three questions before the one answered yes are open"
    public = draft_letter(measure, "recall_public", {}, dated_on=ON, on=ON, actor=it.office.ito)
    page = letter_page(PROGRAM, it.case, public)
    assert page is not None
    assert page.paper is not None
    fields = {one["id"]: one["text"] for one in page.paper["ja"]["fields"]}
    assert (fields["form"], fields["class"]) == ("改修", "クラスII")
    for wrong in (
        Judged("neither", "correction", "", answers, "x"),
        Judged("neither", "stock", "II", answers, "x"),
        Judged("patch", "stock", "", answers, "x"),
        Judged("neither", "stock", "", answers, " "),
        Judged("neither", "stock", "", {"only_closes": "perhaps"}, "x"),
    ):
        with pytest.raises(Refused):
            judge_change(measure, wrong, password=PASSWORD, on=ON, actor=it.office.sato)

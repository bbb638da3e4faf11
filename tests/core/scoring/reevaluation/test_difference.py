"""Each input that can change: what it recomputes, and whether a person must look."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kizuki.core.glossary import all_words
from kizuki.core.scoring import read_answers, score
from kizuki.core.scoring.reevaluation import (
    Inputs,
    Policy,
    Reevaluation,
    outcome_of,
    reevaluate,
    reevaluation_json,
    say_change,
    say_reason,
)
from kizuki.core.scoring.rulings import Chosen
from kizuki.core.scoring.signals import EpssState, Fix, KevState, Signals
from tests.core.scoring.answering import EZ, NET, answers

TODAY, LATER = date(2026, 11, 24), date(2026, 12, 24)
PUMP = f"{NET} {EZ} XIT:H XES:N XEC:N XEF:N XEP:N XEW:N XRLS:N XRLO:N XRLT:N XRLW:N"
SEGMENTED = "XMAVS:N XMAVD:N XMAVF:Y XMAVG:Y XMAVV:U XMAVZ:N"
BY_NAME = {"metric": "MAV", "who": "S. Mori", "evidence": "NET-12", "expires_on": "2026-12-01"}
NVD = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"
SAFE = (("A", "N"), ("VD", "D"), ("SI", "M"), ("TI", "P"))


def inputs(text: str = PUMP, on: date = TODAY, **more: Any) -> Inputs:
    confirmed = more.pop("confirmed", [])
    value = {"answers": answers(text), "unlisted_impacts": "N", "confirmed": confirmed}
    more.setdefault("signals", Signals(kev=KevState(False), exploitation="N", fix=Fix.NONE))
    return Inputs(on, read_answers(value, on), ssvc_tree="supplier", ssvc_answers=SAFE, **more)


def after(old: Inputs, policy: Policy | None = None, **changes: Any) -> Reevaluation:
    signals = changes.pop("signals", None)
    new = replace(old, **changes)
    return reevaluate(old, replace(new, signals=replace(old.signals, **signals)) if signals else new, policy)


def codes(found: Reevaluation) -> list[str]:
    return [change.code for change in found.changes]


def moved(found: Reevaluation, kind: str) -> dict[str, tuple[str, str]]:
    return {row.name: (row.before, row.after) for row in found.recomputed if row.kind == kind}


def test_nothing_changes_where_no_input_did() -> None:
    found = after(inputs(), on=LATER)
    assert (found.changes, found.recomputed, found.needs_person, found.reasons) == ((), (), False, ())


def test_a_kev_entry_proposes_the_highest_maturity_and_settles_the_tree_and_calls_a_person() -> None:
    found = after(inputs(), signals={"kev": KevState(True, TODAY)})
    assert codes(found) == ["kev_listed"]
    assert moved(found, "proposed") == {"E": ("U", "H")}
    assert moved(found, "ssvc") == {"": ("S", "I")}
    assert moved(found, "precondition") == {"exploited": ("none_known", "active")}
    assert moved(found, "metric") == {}
    assert found.needs_person
    assert set(found.reasons) == {"proposed_metric_changed", "ssvc_outcome_changed", "precondition_changed"}


def test_the_ransomware_flag_may_flip_while_the_days_stay() -> None:
    old = inputs(signals=Signals(kev=KevState(True, TODAY, None, None)))
    found = after(old, signals={"kev": KevState(True, TODAY, None, True)})
    assert codes(found) == ["kev_ransomware_known"]
    assert moved(found, "precondition") == {"exploited": ("active", "ransomware")}
    assert found.needs_person


def test_new_days_of_an_entry_call_nobody() -> None:
    old = inputs(signals=Signals(kev=KevState(True, TODAY, date(2026, 12, 1))))
    found = after(old, signals={"kev": KevState(True, TODAY, date(2026, 12, 8))})
    assert (codes(found), found.needs_person) == (["kev_days_changed"], False)


def test_looking_up_a_catalogue_that_does_not_list_it_calls_nobody() -> None:
    found = after(inputs(signals=Signals()), signals={"kev": KevState(False)})
    assert (codes(found), found.needs_person) == (["kev_looked_up"], False)


def test_learning_that_none_is_known_calls_nobody() -> None:
    old = replace(inputs(signals=Signals()), ssvc_answers=(*SAFE, ("E", "N")))
    found = after(old, signals={"exploitation": "N"})
    assert (codes(found), found.needs_person) == (["ssvc_exploitation_changed"], False)


def test_a_proof_of_concept_moves_the_maturity_as_far_as_the_other_answers_let_it() -> None:
    found = after(inputs(), signals={"exploitation": "P"})
    assert codes(found) == ["ssvc_exploitation_changed"]
    assert moved(found, "proposed") == {"E": ("U", "P")}
    assert found.needs_person


def test_what_the_answers_say_already_calls_nobody() -> None:
    """XEC is Yes already, and the tree is at its end: KEV adds nothing but the fact that it is exploited."""
    known = inputs(f"{PUMP} XEC:Y", signals=Signals(kev=KevState(False), exploitation="A"))
    found = after(known, signals={"kev": KevState(True, TODAY)})
    assert codes(found) == ["kev_listed"]
    assert (found.recomputed, found.needs_person) == ((), False)


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        (EpssState(0.05, 0.5, "a"), EpssState(0.5, 0.9, "a"), "epss_crossed_up"),
        (EpssState(0.5, 0.9, "a"), EpssState(0.05, 0.5, "a"), "epss_crossed_down"),
        (EpssState(0.05, 0.5, "a"), EpssState(0.06, 0.5, "a"), "epss_moved"),
        (EpssState(0.05, 0.5, "a"), EpssState(0.9, 0.9, "b"), "epss_rebaselined"),
    ],
)
def test_epss_moves_no_metric_and_calls_only_where_the_decision_watches_it(
    before: EpssState, now: EpssState, code: str
) -> None:
    old = inputs(signals=Signals(epss=before))
    found = after(old, signals={"epss": now})
    assert (codes(found), found.recomputed, found.needs_person) == ([code], (), False)
    watched = after(old, Policy(watched=frozenset({"epss_crossed_up"})), signals={"epss": now})
    assert watched.needs_person == (code == "epss_crossed_up")
    assert watched.reasons == (("watched_condition_met",) if watched.needs_person else ())


@pytest.mark.parametrize(
    ("before", "now", "code", "level"),
    [
        (Fix.NONE, Fix.OFFICIAL, "fix_released", ("U", "O")),
        (Fix.OFFICIAL, Fix.WITHDRAWN, "fix_withdrawn", ("O", "U")),
        (Fix.TEMPORARY, Fix.OFFICIAL, "fix_changed", ("T", "O")),
    ],
)
def test_a_fix_released_or_withdrawn_moves_the_remediation_level(
    before: Fix, now: Fix, code: str, level: tuple[str, str]
) -> None:
    found = after(inputs(signals=Signals(fix=before)), signals={"fix": now})
    assert codes(found) == [code]
    assert moved(found, "proposed") == {"RL": level}
    assert moved(found, "precondition") == {"fix": (before.value, now.value)}
    assert found.needs_person


def test_a_vendor_s_vector_calls_a_person_where_one_of_its_metrics_changed() -> None:
    old = inputs(vectors=(("NVD", NVD),))
    changed = after(old, vectors=(("NVD", NVD.replace("AC:L", "AC:H")),))
    assert (codes(changed), moved(changed, "published")) == (["vector_changed"], {"NVD:AC": ("L", "H")})
    assert changed.reasons == ("published_metric_changed",)
    rewritten = after(old, vectors=(("NVD", f"{NVD}/E:X"),))
    assert (codes(rewritten), rewritten.needs_person) == (["vector_changed"], False)
    unreadable = after(old, vectors=(("NVD", "n/a"),))
    assert moved(unreadable, "published")["NVD:vector"] == ("", "unreadable")
    assert unreadable.needs_person


@pytest.mark.parametrize(
    ("change", "code", "precondition"),
    [
        ({"vex": "not_affected"}, "vex_changed", {"vex": ("affected", "not_affected")}),
        ({"component_present": False}, "component_changed", {"component_present": ("yes", "no")}),
        ({"component_present": None}, "component_changed", {"component_present": ("yes", "unknown")}),
        ({"sbom": "sha256:2"}, "sbom_changed", {}),
        ({"end_of_support_on": date(2026, 11, 1)}, "end_of_support_changed", {"supported": ("yes", "no")}),
    ],
)
def test_a_precondition_of_the_decision_calls_a_person_and_a_mere_digest_does_not(
    change: dict[str, Any], code: str, precondition: dict[str, tuple[str, str]]
) -> None:
    old = inputs(vex="affected", component_present=True, sbom="sha256:1", end_of_support_on=date(2027, 3, 31))
    found = after(old, **change)
    assert code in codes(found)
    assert moved(found, "precondition") == precondition
    assert found.needs_person == bool(precondition)


def test_the_end_of_support_is_reached_by_the_day_alone() -> None:
    old = inputs(end_of_support_on=date(2026, 12, 1))
    assert after(old, on=date(2026, 11, 30)).changes == ()
    found = after(old, on=date(2026, 12, 1))
    assert codes(found) == ["end_of_support_reached"]
    assert found.reasons == ("precondition_changed",)


def test_evidence_of_a_site_expires_by_the_day_alone_and_takes_its_metric_with_it() -> None:
    old = inputs(f"{PUMP} {SEGMENTED}", confirmed=[BY_NAME])
    found = after(old, on=date(2026, 12, 1))
    assert codes(found) == ["evidence_expired"]
    assert moved(found, "metric") == {"MAV": ("A", "")}
    assert moved(found, "suggested") == {"MAV": ("", "A")}
    assert found.needs_person
    assert after(old, on=date(2026, 11, 30)).changes == ()


def test_another_ruling_moves_what_it_decides() -> None:
    confidence = f"{PUMP} XRCS:N XRCV:N XRCF:N XRCR:U"
    old = inputs(confidence)
    found = after(old, answers=replace(old.answers, rulings=Chosen(overridden=(("XRCR_unknown", "C"),))))
    assert codes(found) == ["rulings_changed"]
    assert moved(found, "metric") == {"RC": ("R", "C")}
    assert found.needs_person


def test_a_former_ruling_set_that_cannot_be_computed_calls_a_person_unless_its_outcome_was_stored() -> None:
    now = inputs()
    former = replace(now, answers=replace(now.answers, rulings=Chosen(set="2025-01")))
    assert reevaluate(former, now).reasons == ("rulings_not_comparable",)
    stored = outcome_of(now)
    same = reevaluate(former, now, was=stored)
    assert (codes(same), same.needs_person) == (["rulings_changed"], False)
    other = reevaluate(former, now, was=stored | {"metric:AV": "A"})
    assert moved(other, "metric") == {"AV": ("A", "N")}
    assert other.needs_person


def test_a_safety_relevant_answer_calls_a_person() -> None:
    old = inputs()
    found = after(old, answers=replace(old.answers, given={**old.answers.given, "XIS": "L"}))
    assert codes(found) == ["answer_changed"]
    assert moved(found, "pips") == {"XIS": ("", "L")}
    assert found.reasons == ("pips_changed",)


def test_a_stored_outcome_stands_for_the_old_state() -> None:
    old = inputs()
    new = replace(old, signals=replace(old.signals, kev=KevState(True, TODAY)))
    assert reevaluate(old, new, was=outcome_of(old)) == reevaluate(old, new)


def test_the_outcome_is_that_of_the_score() -> None:
    old = inputs()
    found = outcome_of(old)
    result = score(old.answers)
    assert found["score:base"] == str(result.cvss31.base)
    assert {f"metric:{row.metric}": row.value for row in result.because}.items() <= found.items()
    assert found["pips:XIT"] == "H"


def test_every_change_and_reason_can_be_said_and_stored() -> None:
    old = inputs(vectors=(("NVD", NVD),), signals=Signals(epss=EpssState(0.05, 0.5, "a"), fix=Fix.NONE))
    signals = {"kev": KevState(True, TODAY), "epss": EpssState(0.5, 0.9, "a"), "fix": Fix.OFFICIAL}
    found = after(old, signals=signals, vectors=(), vex="affected", sbom="sha256:2")
    for change in found.changes:
        assert say_change(change, "ja") != say_change(change, "en")
    for reason in found.reasons:
        assert say_reason(reason, "ja") != say_reason(reason, "en")
    stored = reevaluation_json(found)
    assert stored["needs_person"] is True
    assert len(stored["changes"]) == len(found.changes)


def test_every_code_of_a_change_has_words() -> None:
    from kizuki.core.scoring.signals import EpssMove

    assert all(f"scoring.change.epss_{move}" in all_words() for move in EpssMove if move is not EpssMove.SAME)


def test_a_person_s_utility_stands_before_cisa_s_automatable() -> None:
    old = replace(inputs(), ssvc_answers=(("U", "L"), ("TI", "P"), ("PSI", "M")))
    found = after(old, signals={"automatable": "Y"})
    assert (codes(found), found.needs_person) == (["ssvc_automatable_changed"], False)

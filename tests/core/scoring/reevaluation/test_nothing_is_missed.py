"""Whatever changes between two states: recomputing only what was touched finds all that recomputing everything finds."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.scoring.answers import read_draft
from kizuki.core.scoring.confirmation import Confirmation
from kizuki.core.scoring.reevaluation import Inputs, outcome_of, reevaluate
from kizuki.core.scoring.rulings import STANDARD, Chosen
from kizuki.core.scoring.signals import EpssState, Fix, KevState, Signals
from tests.core.scoring.answering import EZ, NET, answers

DAYS = st.sampled_from([date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 24)])
TEXTS = st.sampled_from(
    [
        f"{NET} {EZ} XIT:H",
        f"{NET} {EZ} XIT:H XES:N XEC:N XEF:N XEP:N XRLS:N XRLO:N XRLT:N XRLW:N",
        f"{NET} {EZ} XIT:L XAT:U XES:N XEC:U XRCS:N XRCV:N XRCF:N XRCR:U",
        f"{NET} {EZ} XIT:H XMAVS:N XMAVD:N XMAVF:Y XMAVG:N XMAVV:N XMAVZ:N",
    ]
)
CONFIRMED = st.lists(
    st.builds(
        Confirmation,
        metric=st.just("MAV"),
        who=st.sampled_from(["S. Mori", "R. Ito"]),
        evidence=st.just("NET-12"),
        expires_on=DAYS,
    ),
    max_size=2,
    unique=True,
)
RULINGS = st.sampled_from([STANDARD, Chosen(overridden=(("XRCR_unknown", "C"),))])
KEV = st.none() | st.builds(KevState, listed=st.booleans(), added_on=DAYS, ransomware=st.none() | st.booleans())
EPSS = st.none() | st.builds(
    EpssState, score=st.sampled_from([0.05, 0.5]), percentile=st.just(0.5), model=st.just("a")
)
SIGNALS = st.builds(
    Signals,
    kev=KEV,
    epss=EPSS,
    exploitation=st.sampled_from([None, "N", "P", "A"]),
    automatable=st.sampled_from([None, "N", "Y"]),
    technical_impact=st.sampled_from([None, "P", "T"]),
    fix=st.none() | st.sampled_from(Fix),
    confirmed_by_vendor=st.none() | st.booleans(),
)
VECTORS = st.sampled_from(
    [(), (("NVD", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"),), (("NVD", "n/a"), ("vendor", "AV:N/AC:L/Au:N"))]
)
MORE = {
    "signals": SIGNALS,
    "ssvc_answers": st.sampled_from([(), (("SI", "M"),), (("U", "L"), ("PSI", "M")), (("E", "P"), ("TI", "T"))]),
    "ssvc_tree": st.sampled_from(["", "supplier"]),
    "vectors": VECTORS,
    "vex": st.sampled_from([None, "affected", "not_affected"]),
    "component_present": st.none() | st.booleans(),
    "sbom": st.sampled_from([None, "sha256:1", "sha256:2"]),
    "end_of_support_on": st.none() | DAYS,
}


@st.composite
def states(draw: st.DrawFn) -> tuple[Inputs, Inputs]:
    """A state, and the same with any part of it drawn anew."""
    old = _state(draw, {})
    kept = [name for name in ("on", "answers", *MORE) if draw(st.booleans())]
    return old, _state(draw, {name: getattr(old, name) for name in kept})


def _state(draw: st.DrawFn, kept: dict[str, Any]) -> Inputs:
    answered = replace(
        read_draft({"answers": answers(draw(TEXTS)), "unlisted_impacts": "N"}),
        rulings=draw(RULINGS),
        lapsed=tuple(draw(CONFIRMED)),
    )
    fresh = {"on": draw(DAYS), "answers": answered} | {name: draw(values) for name, values in MORE.items()}
    return Inputs(**(fresh | kept))


@settings(max_examples=300, deadline=None)
@given(states())
def test_what_was_not_recomputed_did_not_change(pair: tuple[Inputs, Inputs]) -> None:
    old, new = pair
    before, after = outcome_of(old), outcome_of(new)
    found = reevaluate(old, new)
    moved = {f"{row.kind}:{row.name}".rstrip(":"): (row.before, row.after) for row in found.recomputed}
    names = before.keys() | after.keys()
    expected = {
        name: (before.get(name, ""), after.get(name, "")) for name in names if before.get(name) != after.get(name)
    }
    assert moved == expected
    assert bool(found.changes) or not expected
    assert found.needs_person == any(not name.startswith("score:") for name in expected)
    assert reevaluate(old, new, was=before).recomputed == found.recomputed

"""The scenario table of the regulation's section 8 as facts documents, with the answers as they are written there.

Only the rows that are written there are here. `certain` follows the table's flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
SEVERITY = {"none": "none", "nonserious": "non_serious", "serious": "serious", "death": "death"}


@dataclass(frozen=True)
class Scenario:
    """One row: facts, the items that are met, due day of the primary, first report."""

    name: str
    facts: Json
    items: frozenset[str]
    due: str | None
    first: bool
    certain: bool = True


def case(
    day: str, harm: str, potential: str, predictable: bool, *, locus: str = "domestic", people: int = 1, **more: Any
) -> Json:
    """A row of kind `case`: one malfunction, the harm of which is known; `predictable` is said of both."""
    one = {
        "severity": SEVERITY[harm],
        "causality": more.pop("causality", "suspected"),
        "predictable": predictable,
        "trend_unpredictable": False,
        "trend_hazard": False,
    }
    if one["causality"] == "ruled_out":
        one["causality_reason"] = "an independent witness and the log: the device did not malfunction"
    harms = [] if harm == "none" else [{"id": f"p{n}", **one} for n in range(1, people + 1)]
    device = {"own": True, "designated": more.pop("designated", False), **more.pop("device", {})}
    matter = {"id": "m1", "kind": "event", "learned_on": day, "locus": locus, "harms": harms, **more}
    matter |= {"potential": SEVERITY[potential], "malfunction_predictable": predictable}
    return {"device": device, "matters": [matter]}


def vulnerability(day: str, potential: str, **more: Any) -> Json:
    """A row of kind `vulnerability`, domestic."""
    found = {"attackable": True, "affects_function": True, "mitigation": {"state": "none"}, "component_present": True}
    matter = {"id": "m1", "kind": "vulnerability", "learned_on": day, "locus": "domestic", "exploited": "none_known"}
    matter |= {"potential": potential, "malfunction_predictable": False, **found, **more}
    return {"device": {"own": True, "designated": False}, "matters": [matter]}


def other(day: str, kind: str, **more: Any) -> Json:
    """A row of another kind."""
    return {
        "device": {"own": True, "designated": False},
        "matters": [{"id": "m1", "kind": kind, "learned_on": day, **more}],
    }


DAY = "2026-06-01"
ALL_DONE = {"state": "removed", "units_done": 96, "units_total": 96, "proven_by": "service records of 96 units"}
RECALL = {"type": "recall", "by": "manufacturer", "for_hazard": True, "covers_identical": True}
ABROAD = {"locus": "foreign"}


def row(name: str, facts: Json, items: str, due: str | None, first: bool = False, **more: bool) -> Scenario:
    """Items in one string, as the table lists them."""
    return Scenario(name, facts, frozenset(items.split()), due, first, **more)


SCENARIOS = (
    row("S01", case(DAY, "none", "serious", False), "2-ロ", "2026-07-01"),
    row("S02", case(DAY, "none", "serious", False), "2-ロ", "2026-07-01"),
    row("S03c", case(DAY, "none", "nonserious", False), "3-ハ", None, certain=False),
    row("S04a", case(DAY, "serious", "death", False), "1-ハ 2-ロ", "2026-06-16"),
    row("S05b", case(DAY, "nonserious", "death", False), "2-ロ 3-ロ", "2026-07-01", certain=False),
    row(
        "S06b",
        case(DAY, "serious", "death", False, designated=True, expected_malfunction=True),
        "1-ハ 3-イ",
        "2026-06-16",
        certain=False,
    ),
    row("S06c", case(DAY, "death", "death", False), "1-イ 2-ロ", "2026-06-16", True),
    row("S09", case(DAY, "death", "none", False, causality="ruled_out"), "", None, certain=False),
    row("S10", case("2026-06-10", "death", "death", False), "1-イ 2-ロ", "2026-06-25", True, certain=False),
    row("S12", case(DAY, "death", "death", True, **ABROAD), "", None),
    row("S12o", case("2024-02-01", "death", "death", True, **ABROAD), "2-イ 2-ロ", "2024-03-02"),
    row("S16", case(DAY, "serious", "serious", True), "2-イ 2-ロ", "2026-07-01"),
    row("S18", case(DAY, "nonserious", "nonserious", False), "3-ロ 3-ハ", None),
    row("S21", case(DAY, "none", "death", False), "2-ロ", "2026-07-01"),
    row("S22", case(DAY, "none", "serious", True), "2-ロ", "2026-07-01"),
    row("S24", case(DAY, "none", "serious", True, **ABROAD), "", None),
    row("S26", other(DAY, "foreign_measure", locus="foreign", measure=RECALL), "1-チ", "2026-06-16", True),
    row("S30", other(DAY, "research", locus="domestic", research=["serious_risk"]), "2-ハ", "2026-07-01"),
    row("S32", vulnerability(DAY, "serious", component_present=False), "", None),
    row("S34", vulnerability(DAY, "none", mitigation=ALL_DONE), "", None),
    row("S35", vulnerability(DAY, "serious"), "2-ロ", "2026-07-01"),
    row("S37b", vulnerability(DAY, "non_serious"), "3-ハ", None, certain=False),
    row("S46", case("2026-08-03", "serious", "serious", False), "1-ハ 2-ロ", "2026-08-18"),
    row("S47", case("2026-09-07", "serious", "serious", False), "1-ハ 2-ロ", "2026-09-22", certain=False),
    row("S50", case(DAY, "serious", "death", False, people=3), "1-ハ 2-ロ", "2026-06-16"),
    row(
        "S55",
        case(DAY, "nonserious", "nonserious", False, device={"cycle_anchor_on": "2024-04-10", "cycle_months": 12}),
        "3-ロ 3-ハ",
        "2027-06-09",
        certain=False,
    ),
)

"""The rubric's branches, metric by metric: which answer leads to which value (rubric p.10-69).

`X` is CVSS's own "not defined": the metric stays out of the vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kizuki.core.scoring.rubric import IMPACT_CODES
from kizuki.core.scoring.rulings import Chosen
from kizuki.core.scoring.trees import AnyOf, Ask, Levels, Node

AGAIN = "again"
"""Leaf of MC, MI, MA: the impact questions are answered a second time."""

DISABLED = "disabled"
"""Leaf of MAV: every vulnerable service is disabled for good; no impact is suggested."""

BASE: dict[str, Node] = {
    "AV": Ask(
        "XAVN",
        {
            "Y": Ask(
                "XAVT",
                {
                    "Y": "N",
                    "N": Ask("XAVW", {"Y": Ask("XAVR", {"Y": "L", "N": "A", "U": "A"}), "N": "A", "U": "A"}),
                    "U": "N",
                },
            ),
            "N": Ask("XAVP", {"Y": "P", "N": "L", "U": "L"}),
            "U": "N",
        },
    ),
    "AC": Ask("XACL", {"Y": "L", "N": "H", "U": "L"}),
    "PR": Ask(
        "XPRL",
        {
            "Y": Ask("XPRZ", {"Y": Ask("XPRS", {"Y": "H", "N": "L", "U": "N"}), "N": "N", "U": "N"}),
            "N": "N",
            "U": "N",
        },
    ),
    "UI": Ask("XUI", {"Y": "R", "N": "N", "U": "N"}),
    "S": Ask("XS", {"Y": "C", "N": "U", "U": "C"}),
    "C": Levels(IMPACT_CODES["C"]),
    "I": Levels(IMPACT_CODES["I"]),
    "A": Levels(IMPACT_CODES["A"]),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """A temporal or environmental metric: the flag that skips it, the answer that does so, and what is asked else."""

    skip: str
    skips_on: str
    tree: Node


def _requirement(letter: str) -> Node:
    codes = tuple(f"X{letter}R{suffix}" for suffix in "DIPRFW")
    return AnyOf(codes, "YU", yes="H", no=Ask(f"X{letter}RA", {"Y": "M", "N": "L", "U": "M"}))


def _report_confidence(xrcr_unknown: str) -> Node:
    return Ask(
        "XRCV",
        {
            "Y": "C",
            "N": Ask("XRCF", {"Y": "C", "N": Ask("XRCR", {"Y": "R", "N": "U", "U": xrcr_unknown}), "U": "C"}),
            "U": "C",
        },
    )


_EXPLOIT_MATURITY = Ask(
    "XEC",
    {"Y": "H", "N": Ask("XEF", {"Y": "F", "N": Ask("XEP", {"Y": "P", "N": "U", "U": "P"}), "U": "F"}), "U": "H"},
)
_REMEDIATION = Ask(
    "XRLO",
    {
        "Y": "O",
        "N": Ask("XRLT", {"Y": "T", "N": Ask("XRLW", {"Y": "W", "N": "U", "U": "U"}), "U": "U"}),
        "U": "U",
    },
)
_MODIFIED_COMPLEXITY = AnyOf(
    ("XMACC", "XMACB", "XMACM"), "Y", yes="H", no=Ask("XMACO", {"Y": "H", "N": "X", "U": "X"})
)


@cache
def modified_attack_vector(base_value: str) -> Flow:
    """MAV for a base AV. Unknown controls count as absent: an Unknown never lowers a Modified metric (p.54)."""
    network, case = ("XMAVF", "XMAVG", "XMAVV"), ("XMAVZ",)
    controls: dict[str, Node] = {
        "N": AnyOf(network, "Y", yes="A", no="X", beside=case),
        "L": AnyOf(case, "Y", yes="P", no="X", beside=network),
    }
    nothing_to_lower = AnyOf((), "Y", yes="X", no="X", beside=network + case)
    tree = Ask("XMAVD", {"Y": DISABLED, "N": controls.get(base_value, nothing_to_lower), "U": "X"})
    return Flow("XMAVS", "Y", tree)


@cache
def flows(rulings: Chosen) -> dict[str, Flow]:
    """The temporal and environmental metrics but MAV, under a set of rulings (E1, E2 and E4 act here)."""
    rc_skips_on = "Y" if rulings["XRCS_yes"] == "X" else "N"
    return {
        "E": Flow("XES", "Y", _EXPLOIT_MATURITY),
        "RL": Flow("XRLS", "Y", _REMEDIATION),
        "RC": Flow("XRCS", rc_skips_on, _report_confidence(rulings["XRCR_unknown"])),
        **{f"{letter}R": Flow(f"X{letter}RS", "Y", _requirement(letter)) for letter in "CIA"},
        "MAC": Flow("XMACS", "Y", _MODIFIED_COMPLEXITY),
        "MPR": Flow("XMPRS", "Y", Ask("XMPRA", {"Y": "H", "N": "X", "U": "X"})),
        "MUI": Flow("XMUIS", "Y", Ask("XMUIP", {"Y": rulings["XMUIP_yes"], "N": "X", "U": "X"})),
        "MS": Flow("XMSS", "Y", Ask("XMSM", {"Y": "U", "N": "X", "U": "X"})),
        **{
            f"M{letter}": Flow(f"XM{letter}S", "Y", Ask(f"XM{letter}M", {"Y": AGAIN, "N": "X", "U": "X"}))
            for letter in "CIA"
        },
    }

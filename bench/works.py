"""What is measured: each work states its data and returns how many pieces one call did."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bench.feeds import reading_advisories
from bench.versions import VERSION_WORKS
from kizuki.core.clocks import cycle_of
from kizuki.core.facts import read_case
from kizuki.core.reporting import assess, questions_json

PUMP: dict[str, Any] = {
    "device": {"own": True, "designated": False, "cycle_anchor_on": "2024-04-10"},
    "matters": [
        {
            "kind": "event",
            "learned_on": "2026-06-01",
            "locus": "domestic",
            "harms": [{"severity": "serious", "criterion": 3, "predictable": False}],
            "potential": "death",
            "malfunction_predictable": False,
            "exploited": "here",
        }
    ],
}
BARELY_KNOWN: dict[str, Any] = {
    "device": {"own": True},
    "matters": [{"kind": "event", "learned_on": "2026-06-01", "locus": "domestic"}],
}


def assessing() -> Callable[[], int]:
    """Read and assess one event whose facts are known."""

    def work() -> int:
        assess(read_case(PUMP))
        return 1

    return work


def asking() -> Callable[[], int]:
    """Assess one event of which hardly anything is known, with the next questions and what each answer brings."""

    def work() -> int:
        case = read_case(BARELY_KNOWN)
        questions_json(case, assess(case))
        return 1

    return work


def counting_cycles() -> Callable[[], int]:
    """The periodic cycle of a day twenty years after approval."""

    def work() -> int:
        cycle_of(date(2046, 6, 1), date(2026, 2, 28))
        return 1

    return work


def reading_an_sbom() -> Callable[[], int]:
    """Parse and validate a CycloneDX document of 20,000 components."""
    from kizuki.core.sbom import read_sbom

    components = [
        {
            "type": "library",
            "bom-ref": f"c{number}",
            "name": f"part-{number}",
            "version": f"1.{number % 90}.{number % 7}",
            "purl": f"pkg:npm/part-{number}@1.{number % 90}.{number % 7}",
        }
        for number in range(20_000)
    ]
    document = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components})
    content = document.encode()

    def work() -> int:
        read_sbom(content)
        return 1

    return work


def reading_a_full_sbom() -> Callable[[], int]:
    """Parse and validate a CycloneDX document of 20,000 components that says of each all that a good list says."""
    from kizuki.core.sbom import read_sbom

    components = [_full_component(number) for number in range(20_000)]
    relations = [
        {"ref": f"c{number}", "dependsOn": [f"c{number * 7 % 20_000}", f"c{(number * 11 + 1) % 20_000}"]}
        for number in range(20_000)
    ]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    content = json.dumps(document | {"components": components, "dependencies": relations}).encode()

    def work() -> int:
        return len(read_sbom(content).components)

    return work


def _full_component(number: int) -> dict[str, Any]:
    name, version, maker = f"part-{number}", f"1.{number % 90}.{number % 7}", f"maker{number % 50}"
    return {
        "type": "library",
        "bom-ref": f"c{number}",
        "group": f"@{maker}",
        "name": name,
        "version": version,
        "purl": f"pkg:npm/%40{maker}/{name}@{version}",
        "cpe": f"cpe:2.3:a:{maker}:{name}:{version}:*:*:*:*:*:*:*",
        "supplier": {"name": maker, "url": ["https://example.com"]},
        "licenses": [{"license": {"id": "MIT"}}],
        "hashes": [{"alg": "SHA-256", "content": f"{number:064x}"}],
        "properties": [
            {"name": "Level of Support", "value": "Actively maintained"},
            {"name": "End-of-Support", "value": "2030-03-31"},
        ],
        "externalReferences": [{"type": "vcs", "url": f"https://example.com/{name}"}],
    }


def scoring() -> Callable[[], int]:
    """One set of answers to the rubric, scored in three versions."""
    from kizuki.core.scoring import read_answers, score

    answers = {"XAVN": "Y", "XAVT": "Y", "XACL": "Y", "XPRL": "N", "XUI": "N", "XS": "N", "XIT": "H"}
    value = {"answers": answers, "unlisted_impacts": "N"}

    def work() -> int:
        score(read_answers(value))
        return 1

    return work


def whole_sheets() -> list[dict[str, Any]]:
    """A hundred sheets with an answer to every question of every group, a quarter of them Unknown, and our own."""
    from kizuki.core.scoring.rubric import QUESTIONS

    pick = random.Random(20261124)
    sheets = []
    for _ in range(100):
        answers = {"JAC": "Y", "JAT": "N", "JUI": "P", "JSC": "U", "JSI": "U", "JSA": "U", "JHI": "Y", "JHA": "U"}
        for code, row in QUESTIONS.items():
            flag = row.values == ("Y", "N", "NA")
            if not row.derived:
                values = [value for value in row.values if value != "NA"]
                answers[code] = "N" if flag or code in ("XMCM", "XMIM", "XMAM") else pick.choice(values)
        answers |= {"XIT": "L", "XAT": "L"}
        sheets.append({"answers": answers, "confirmed": ["MAV"]})
    return sheets


def scoringwhole_sheets() -> Callable[[], int]:
    """Read and score a hundred different sheets in three versions; nothing is kept from one to the next."""
    from kizuki.core.scoring import read_answers, score

    sheets = whole_sheets()

    def work() -> int:
        for sheet in sheets:
            score(read_answers(sheet))
        return len(sheets)

    return work


def reevaluating() -> Callable[[], int]:
    """A hundred assessments after the KEV catalogue listed their vulnerability: the difference of each."""
    from kizuki.core.scoring import read_answers
    from kizuki.core.scoring.reevaluation import Inputs, reevaluate
    from kizuki.core.scoring.signals import KevState, Signals

    before, after = date(2026, 11, 23), date(2026, 11, 24)
    olds = [
        Inputs(before, read_answers(sheet), Signals(kev=KevState(False)), "supplier", (("SI", "M"), ("A", "N")))
        for sheet in whole_sheets()
    ]
    listed = Signals(kev=KevState(True, after))

    def work() -> int:
        for old in olds:
            reevaluate(old, replace(old, on=after, signals=listed))
        return len(olds)

    return work


def filling_and_printing_a_form() -> Callable[[], int]:
    """Form 8 of one event, filled and printed, after a first one has read the typeface."""
    from bench.forms import form_8, printed

    form_8()

    def work() -> int:
        printed(form_8())
        return 1

    return work


def printing_a_period() -> Callable[[], int]:
    """Form 12 of 8,000 events: read, counted, printed."""
    from bench.forms import form_12, printed

    def work() -> int:
        printed(form_12(8_000))
        return 1

    return work


WORKS: tuple[tuple[str, str, Callable[[], Callable[[], int]]], ...] = (
    ("assess", "one event, every fact known", assessing),
    ("form 8", "filled and printed, warm", filling_and_printing_a_form),
    ("form 12", "8,000 events: read, counted, printed", printing_a_period),
    ("assess with what-if", "one event, nearly nothing known", asking),
    ("periodic cycles", "twenty years after approval", counting_cycles),
    ("score", "base metrics, three versions", scoring),
    ("score whole sheets", "every group, three versions, 100 different sheets, nothing kept", scoringwhole_sheets),
    ("re-evaluate", "100 whole sheets after a KEV entry, with the supplier's tree", reevaluating),
    ("sbom", "20,000 components, validated", reading_an_sbom),
    ("advisories", "records of an answer of NVD, two configurations each", reading_advisories),
    (
        "sbom in full",
        "components a second: 20,000 with all they can have, 40,000 relations, 13.6 MB",
        reading_a_full_sbom,
    ),
    *VERSION_WORKS,
)

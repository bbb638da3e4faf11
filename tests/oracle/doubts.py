"""Where more than one answer is right, by name: the only places in which a comparer may accept another finding.

A doubt is about one item of one matter (and person) and says which findings are accepted beside the oracle's own. None of
them lets a *met* item vanish: from met it is open at most, except where a person's recorded judgement may take it away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.oracle.law import Json, gravest_of, matter_id, people
from tests.oracle.periods import period_due, period_due_at_the_latest
from tests.oracle.texts import DEATH, RANK, SERIOUS
from tests.oracle.worlds import STOPS, says_something

REASONS = {
    "potential_stated_while_harm_is_not_known": (
        "the potential is stated, whether anybody was harmed (or how) is not known: a graver harm would raise it, so 2-ロ"
        " and 3-ハ may be held open, and 3-イ read from the potential as it is stated"
    ),
    "purpose_of_a_stop_or_recall": "how far the purpose reads into stop, recall, disposal is a person's judgement",
    "advisory_or_patch_as_a_measure": "whether an advisory or a patch is a 措置 is a person's judgement (Q8)",
    "vulnerability_without_grave_potential": "3-ハ asks for an event; a mere vulnerability is a person's judgement (Q7)",
    "expected_vulnerability": "3-イ asks for an event; whether it takes a mere vulnerability out of 2-ロ is not settled",
    "locus_left_out": "a foreign measure that leaves its place out is read as unknown",
    "mitigation_without_proof": "units are done but nothing proves it: the fear may be kept, or asked about",
    "rate_of_a_designated_device": "whether known_beforehand and includes_deaths are asked of a designated device",
    "missing_effect_abroad": "当該医療機器が…有しない: a study abroad of the identical device may be read as ours",
    "an_attack_is_not_parked": (
        "3-イ takes a malfunction out of 2-ロ and 2-イ only where it is of the expected kind, which an attack hardly is:"
        " a person may be asked although it is said to be expected"
    ),
    "light_harm_on_both_forms": "whether 3-ロ is listed on form 12 although form 8 tells of it, once somebody judged",
    "an_event_counted_in_a_rate": "whether an event is the rate's, once somebody judged: 1-ニ and 1-ホ leave it out",
    "one_died_another_did_not": "one malfunction, a death and other harm: whether 3-イ lives beside 1-イ",
    "earlier_standing": "what an earlier standing left open, or 3-イ met before a death",
    "end_of_month": "a period that ends with its month: same day number, or the end of the second month",
}


@dataclass(frozen=True)
class Doubt:
    """Findings accepted for an item beside the oracle's own."""

    reason: str
    accepted: frozenset[str]

    def accepts(self, mine: str, found: str) -> bool:
        """Whether another finding is accepted; a parked malfunction may be asked about, never the other way round."""
        return found in self.accepted and (mine == "absent" or self.reason != "an_attack_is_not_parked")


ASKED = frozenset({"open"})
EITHER = frozenset({"met", "open"})
ANYTHING = frozenset({"met", "open", "absent"})
Key = tuple[str, str, str | None]
"""Item (or `first_report`), matter, person."""


def doubts(facts: Json) -> dict[Key, list[Doubt]]:
    """Every doubt of a document, by item, matter and person."""
    found: dict[Key, list[Doubt]] = {}
    for place, matter in enumerate(facts["matters"]):
        name = matter_id(place, matter)
        for item, person, reason, accepted in (
            *_of_potential(facts, matter),
            *_of_a_measure(matter),
            *_of_a_vulnerability(matter),
            *_of_rates_and_research(matter),
            *_of_earlier(matter),
            *_of_an_event_in_a_rate(facts, matter),
        ):
            found.setdefault((item, name, person), []).append(Doubt(reason, frozenset(accepted)))
    return found


Row = tuple[str, str | None, str, frozenset[str]]


def _of_potential(facts: Json, matter: Json) -> list[Row]:
    if matter.get("kind") not in (None, "event"):
        return []
    rows: list[Row] = []
    stated, worst = matter.get("potential"), gravest_of(matter)
    if stated is not None and max(worst) > RANK[stated]:
        reason = "potential_stated_while_harm_is_not_known"
        rows += [(item, None, reason, ASKED) for item in ("2-ロ", "3-ハ")]
        rows += [("3-イ", None, reason, frozenset({"open", "absent"}))]
        rows += [("2-イ", person.id, reason, ASKED) for person in people(matter)]
    designated = (facts.get("device") or {}).get("designated")
    if designated is not False and matter.get("expected_malfunction") is not False:
        persons = [person.id for person in people(matter)]
        judged = EITHER if matter.get("judged") else ASKED
        rows += [("2-イ", person, "an_attack_is_not_parked", judged) for person in persons]
        rows += [("2-ロ", None, "an_attack_is_not_parked", judged)]
        if DEATH in worst and len(persons) > 1:
            reason = "one_died_another_did_not"
            rows += [(item, None, reason, EITHER) for item in ("3-イ", "2-ロ")]
            rows += [("2-イ", person, reason, EITHER) for person in persons]
    return rows


def _of_a_measure(matter: Json) -> list[Row]:
    if matter.get("kind") not in (None, "foreign_measure"):
        return []
    measure = matter.get("measure") or {}
    kind, rows = measure.get("type"), list[tuple[str, frozenset[str]]]()
    if kind in STOPS and measure.get("for_hazard") is not True:
        rows.append(("purpose_of_a_stop_or_recall", ANYTHING if matter.get("judged") else EITHER))
    if kind not in STOPS:
        rows.append(("advisory_or_patch_as_a_measure", ANYTHING if matter.get("judged") else EITHER))
    if matter.get("locus") is None:
        rows.append(("locus_left_out", EITHER))
    items = ("1-チ", "1-リ", "first_report")
    return [(item, None, reason, accepted) for reason, accepted in rows for item in items]


def _of_a_vulnerability(matter: Json) -> list[Row]:
    if matter.get("kind") not in (None, "vulnerability"):
        return []
    judged = ANYTHING if matter.get("judged") else EITHER
    rows: list[Row] = [("3-ハ", None, "vulnerability_without_grave_potential", judged)]
    rows += [(item, None, "expected_vulnerability", ASKED) for item in ("2-ロ", "3-イ")]
    mitigation = matter.get("mitigation") or {}
    if mitigation.get("state") in ("reduced", "removed") and not says_something(mitigation.get("proven_by")):
        rows += [(item, None, "mitigation_without_proof", EITHER) for item in ("2-ロ", "3-ハ")]
    return rows


def _of_rates_and_research(matter: Json) -> list[Row]:
    rows: list[Row] = []
    rate = matter.get("rate") or {}
    if matter.get("kind") in (None, "rate") and (
        rate.get("known_beforehand") is not True or rate.get("includes_deaths")
    ):
        rows.append(("1-ニ", None, "rate_of_a_designated_device", ASKED))
    if matter.get("kind") in (None, "research") and matter.get("locus") != "domestic":
        rows.append(("2-ハ", None, "missing_effect_abroad", ANYTHING if matter.get("judged") else EITHER))
    if matter.get("judged"):
        rows += [("3-ロ", person.id, "light_harm_on_both_forms", ANYTHING) for person in people(matter)]
    return rows


def _of_earlier(matter: Json) -> list[Row]:
    rows: list[Row] = []
    for person in people(matter):
        for before in person.harm.get("earlier") or []:
            worse = RANK.get(person.harm.get("severity") or "death", DEATH)
            if worse == DEATH and RANK[before.get("severity") or "none"] == SERIOUS:
                rows += [
                    ("3-イ", None, "earlier_standing", EITHER),
                    ("2-イ", person.id, "earlier_standing", EITHER),
                ]
    return rows


def _of_an_event_in_a_rate(facts: Json, matter: Json) -> list[Row]:
    """1-ハ leaves out what is ニ or ホ, 1-ロ what is ホ, 2-イ and 2-ロ what is ニ: whether it is the same is judged.

    An event here is in no rate of the device abroad, nor one abroad in the rate here.
    """
    if not matter.get("judged") or matter.get("kind") not in (None, "event"):
        return []
    rates = {row.get("locus") for row in facts["matters"] if row.get("kind") in (None, "rate")}
    designated = (facts.get("device") or {}).get("designated") is not False
    items: set[str] = set()
    if rates & {None, "domestic"} and matter.get("locus") in (None, "domestic") and designated:
        items |= {"1-ハ", "2-イ", "2-ロ"}
    if rates & {None, "foreign"} and matter.get("locus") in (None, "foreign"):
        items |= {"1-ハ", "1-serious-foreign", "1-ロ"}
    persons = [None, *(person.id for person in people(matter))]
    return [(item, who, "an_event_counted_in_a_rate", ANYTHING) for item in items for who in persons]


def days_accepted(facts: Json, item: str, due_on: date | None, learned_on: date) -> bool:
    """A periodic due day may be the strict count of 民法143条 where the period ends with its month."""
    device = facts.get("device") or {}
    either = (period_due(device, learned_on), period_due_at_the_latest(device, learned_on))
    return item.startswith("3-") and due_on in either

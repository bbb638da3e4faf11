"""Random revisions of a document of facts: what people do to a record, one thing at a time."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from tests.oracle.generate import a_harm, a_matter, copied, facts, floor, last_day, maybe, yes
from tests.oracle.texts import RANK, SEVERITIES
from tests.oracle.worlds import Json

Revision = Callable[[random.Random, Json, date], bool]
"""Changes the document in place, as of a day; False where there is nothing of that kind to do."""


def revise(rng: random.Random, document: Json, on: date) -> tuple[Json, str]:
    """A revised copy and the name of what was done."""
    names = list(REVISIONS)
    rng.shuffle(names)
    for name in names:
        changed = copied(document)
        if REVISIONS[name](rng, changed, on):
            for matter in changed["matters"]:
                _lift(matter)
            if changed != document:
                return changed, name
    return copied(document), "nothing"


def drawn(seed: int) -> Json:
    """A document, drawn and then revised up to three times."""
    rng = random.Random(seed)
    document = facts(rng)
    on = last_day(document)
    for _ in range(rng.randint(0, 3)):
        on += timedelta(days=rng.randint(0, 9))
        document, _ = revise(rng, document, on)
    return document


def _lift(matter: Json) -> None:
    """A graver harm raises a stated potential with it."""
    if matter.get("potential") is not None:
        matter["potential"] = SEVERITIES[max(RANK[matter["potential"]], floor(matter))]


def _matter(rng: random.Random, document: Json, *kinds: str) -> Json | None:
    found = [matter for matter in document["matters"] if not kinds or matter.get("kind") in kinds]
    return rng.choice(found) if found else None


def _harm(rng: random.Random, document: Json) -> tuple[Json, Json] | None:
    found = [(matter, harm) for matter in document["matters"] for harm in matter.get("harms") or []]
    return rng.choice(found) if found else None


def _names(document: Json) -> set[str]:
    return {harm["id"] for matter in document["matters"] for harm in matter.get("harms") or []}


def _known(on: date, matter: Json) -> str:
    return max(on, date.fromisoformat(matter["learned_on"])).isoformat()


def answer_a_question(rng: random.Random, document: Json, on: date) -> bool:
    """One fact that was left out gets its answer."""
    del on
    wanted: list[tuple[Json, str, object]] = []
    device = document["device"]
    wanted += [(device, key, yes(rng, 0.8)) for key in ("own", "designated") if device.get(key) is None]
    for matter in document["matters"]:
        keys = {"event": ("malfunction_predictable", "expected_malfunction"), "vulnerability": ("attackable",)}
        wanted += [(matter, key, yes(rng)) for key in keys.get(matter.get("kind", ""), ()) if matter.get(key) is None]
        for harm in matter.get("harms") or []:
            keys_of = ("predictable", "trend_unpredictable", "trend_hazard")
            wanted += [(harm, key, yes(rng)) for key in keys_of if harm.get(key) is None]
            if harm.get("severity") is None:
                wanted.append((harm, "severity", rng.choice(SEVERITIES)))
    if not wanted:
        return False
    target, key, value = rng.choice(wanted)
    target[key] = value
    return True


def say_that_nobody_was_harmed(rng: random.Random, document: Json, on: date) -> bool:
    """Whether anybody was harmed is answered with no."""
    del on
    matter = _matter(rng, document, "event", "infection")
    if matter is None or matter.get("harms") is not None:
        return False
    matter["harms"] = []
    return True


def learn_of_a_person(rng: random.Random, document: Json, on: date) -> bool:
    """Another person is known to be harmed, on a day of its own."""
    matter = _matter(rng, document, "event", "infection")
    if matter is None:
        return False
    taken = {int(name[1:]) for name in _names(document)} | {100}
    harm = a_harm(rng, f"p{max(taken) + 1}", date.fromisoformat(matter["learned_on"]))
    harm.pop("earlier", None)
    matter["harms"] = [*(matter.get("harms") or []), {**harm, "learned_on": _known(on, matter)}]
    return True


def take_a_person_away(rng: random.Random, document: Json, on: date) -> bool:
    """A person is no longer in the facts."""
    del on
    found = _harm(rng, document)
    if found is None:
        return False
    matter, harm = found
    matter["harms"] = [other for other in matter["harms"] if other is not harm]
    return True


def find_a_harm_graver(rng: random.Random, document: Json, on: date) -> bool:
    """A rise of severity is a 事項 of its own: it has its day, and what was before stands in `earlier`."""
    found = _harm(rng, document)
    if found is None or found[1].get("severity") in (None, "death") or found[1].get("causality") == "ruled_out":
        return False
    matter, harm = found
    before = {"severity": harm["severity"], "causality": harm.get("causality") or "suspected"}
    before["learned_on"] = harm.get("learned_on") or matter["learned_on"]
    if date.fromisoformat(before["learned_on"]) >= on:
        return False
    harm.pop("criterion", None)
    harm["severity"] = rng.choice(SEVERITIES[RANK[harm["severity"]] + 1 :])
    harm["learned_on"] = on.isoformat()
    if before["severity"] != "none":
        harm["earlier"] = [*(harm.get("earlier") or []), before]
    return True


def find_a_harm_lighter(rng: random.Random, document: Json, on: date) -> bool:
    """The harm turns out to be lighter than it was said to be: a loosening."""
    del on
    found = _harm(rng, document)
    if found is None or found[1].get("severity") in (None, "none"):
        return False
    harm = found[1]
    harm.pop("criterion", None)
    harm.pop("earlier", None)
    harm["severity"] = rng.choice(SEVERITIES[: RANK[harm["severity"]]])
    return True


def rule_causality_out_or_in(rng: random.Random, document: Json, on: date) -> bool:
    """Causality is ruled out with a reason, or suspected again from a day on."""
    found = _harm(rng, document)
    if found is None:
        return False
    matter, harm = found
    if harm.get("causality") == "ruled_out":
        harm.pop("causality_reason", None)
        harm |= {"causality": "suspected", "learned_on": _known(on, matter)}
    else:
        harm.pop("earlier", None)
        harm |= {"causality": "ruled_out", "causality_reason": "the log shows normal output"}
    return True


def settle_the_place(rng: random.Random, document: Json, on: date) -> bool:
    """Here or abroad becomes known, or turns out to be the other."""
    del on
    matter = _matter(rng, document, "event", "infection", "rate", "research")
    if matter is None:
        return False
    matter["locus"] = rng.choice(("domestic", "foreign"))
    matter.pop("identical", None)
    return True


def settle_whose_device(rng: random.Random, document: Json, on: date) -> bool:
    """Whether the device is ours."""
    del on
    document["device"]["own"] = yes(rng, 0.7)
    return True


def state_a_potential(rng: random.Random, document: Json, on: date) -> bool:
    """What the malfunction may lead to is stated, or stated anew."""
    del on
    matter = _matter(rng, document, "event", "vulnerability")
    if matter is None:
        return False
    matter["potential"] = rng.choice(SEVERITIES)
    return True


def move_a_day(rng: random.Random, document: Json, on: date) -> bool:
    """The day of knowledge of a matter moves: earlier tightens, later loosens."""
    matter = _matter(rng, document)
    if matter is None:
        return False
    day = min(date.fromisoformat(matter["learned_on"]) + timedelta(days=rng.choice((-5, -1, 1, 5))), on)
    for harm in matter.get("harms") or []:
        for standing in (harm, *(harm.get("earlier") or [])):
            if standing.get("learned_on") and date.fromisoformat(standing["learned_on"]) < day:
                return False
    matter["learned_on"] = day.isoformat()
    return True


def learn_of_a_matter(rng: random.Random, document: Json, on: date) -> bool:
    """Another 事項 of the same case is learned."""
    taken = {int(matter["id"][1:]) for matter in document["matters"]}
    numbers = iter(range(1000 + 10 * max(taken), 100000))
    matter = a_matter(rng, f"m{max(taken) + 1}", numbers)
    matter.pop("harms", None)
    matter["learned_on"] = on.isoformat()
    document["matters"].append(matter)
    return True


def forget_an_answer(rng: random.Random, document: Json, on: date) -> bool:
    """An answer is taken back: what was known is open again."""
    del on
    found = _harm(rng, document)
    if found is None:
        return False
    maybe(rng, found[1], rng.choice(("predictable", "trend_unpredictable", "trend_hazard")), None, 0)
    return True


REVISIONS: dict[str, Revision] = {
    one.__name__: one
    for one in (
        answer_a_question,
        say_that_nobody_was_harmed,
        learn_of_a_person,
        take_a_person_away,
        find_a_harm_graver,
        find_a_harm_lighter,
        rule_causality_out_or_in,
        settle_the_place,
        settle_whose_device,
        state_a_potential,
        move_a_day,
        learn_of_a_matter,
        forget_an_answer,
    )
}

"""`kizuki replay`: do the stored determinations still follow from their facts under today's rules?"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

from kizuki.cli.output import print_json, print_text
from kizuki.core.facts import read_case
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess, rules_digest
from kizuki.core.reporting.replay import Replayed, held_against
from kizuki.store.record.canonical import canonical_json, json_of
from kizuki.store.record.opening import open_existing_record

STEP = 5000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: replayed, differences are listed; 1: the same rules gave another answer."""
    open_existing_record()
    from kizuki.store.queries.replay import count_determinations, stored_determinations

    total = count_determinations()
    counts: Counter[str] = Counter()
    listed: list[dict[str, Any]] = []
    for number, row in enumerate(stored_determinations(), 1):
        replayed = _replayed(row.facts, row.answer)
        if replayed.state != "same":
            replayed = _replayed(row.in_words(), row.answer)
        counts[replayed.state] += 1
        if replayed.state != "same":
            listed.append({"determination": row.id, "case": row.case_number, **replayed._asdict()})
        if number % STEP == 0:
            sys.stderr.write(f"{number:,} / {total:,}\n")
    answer = {"rules_digest": rules_digest(), "replayed": total, "same": counts["same"]}
    answer |= {"differences": counts["difference"], "faults": counts["fault"], "listed": listed}
    assessments = _assessments()
    answer["assessments"] = assessments
    print_json(answer) if arguments.json else print_text(_page(answer, arguments.lang))
    return 1 if counts["fault"] or assessments["faults"] else 0


def _assessments() -> dict[str, Any]:
    """Every stored assessment scored again from its own record: another ruling set may differ, the same may not."""
    from kizuki.store.queries.recomputing import recomputed_assessments

    counts: Counter[str] = Counter()
    listed: list[dict[str, Any]] = []
    for row in recomputed_assessments():
        state = (
            "same" if not row.faults else "difference" if row.difference and "digest" not in row.faults else "fault"
        )
        counts[state] += 1
        if state != "same":
            named = f"{row.device} {row.advisory} ({row.revision})"
            listed.append({"assessment": row.id, "case": named, "state": state, "parts": list(row.faults)})
    told = {"replayed": counts.total(), "same": counts["same"]}
    return {**told, "differences": counts["difference"], "faults": counts["fault"], "listed": listed}


def _replayed(facts: dict[str, Any], stored: str) -> Replayed:
    try:
        answer = canonical_json(assess(read_case(facts)))
    except Refused as refusal:
        # The rules of today refuse what those of the day accepted: that is a difference to be looked at.
        return Replayed("difference", (f"refused: {refusal}",))
    return Replayed("same") if answer == stored else held_against(json_of(stored), json_of(answer))


def _page(answer: dict[str, Any], lang: Lang) -> str:
    lines = [say("replay.total", lang, **{key: answer[key] for key in ("replayed", "same", "differences", "faults")})]
    assessments = answer["assessments"]
    counted = {key: assessments[key] for key in ("replayed", "same", "differences", "faults")}
    lines.append(say("replay.assessments", lang, **counted))
    lines += [
        say(f"replay.{row['state']}", lang, case=row["case"], parts=", ".join(row["parts"]))
        for row in (*answer["listed"], *assessments["listed"])
    ]
    return "\n".join(lines)

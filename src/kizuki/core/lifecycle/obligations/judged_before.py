"""What was judged not to be reported rests on the facts that were read: other facts ask for the judgement anew."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from kizuki.core.lifecycle.obligations.readings import NEVER_DECIDES, NEVER_DECIDES_OF_HARM

_NEVER_JUDGED_FROM = frozenset({"cycle_anchor_on", "cycle_months"})
"""Keys of the device that say until when a periodic report is due; no judgement reads them."""


def judged_anew(facts: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The facts (full form, every matter and person with its id) without each judgement of `before` not to report whose
    matter, or device, is told otherwise now.

    A person who is new in a matter, a harm that rose, another potential: nobody has judged of those yet. That something
    is to be reported stays, and so does everything where no item reads what has changed.
    """
    was = {row["id"]: _read(row, before) for row in before["matters"]}
    return {**facts, "matters": [_asked_again(row, facts, was) for row in facts["matters"]]}


def _asked_again(row: Mapping[str, Any], facts: Mapping[str, Any], was: Mapping[str, str]) -> dict[str, Any]:
    judged = row.get("judged") or {}
    if "not_report" not in judged.values() or was.get(row["id"]) == _read(row, facts):
        return dict(row)
    kept = {code: answer for code, answer in judged.items() if answer != "not_report"}
    return {key: value for key, value in row.items() if key != "judged"} | ({"judged": kept} if kept else {})


def _read(row: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """What the items read of a matter: of everybody in it, whenever their harm was learned."""
    device = _known(facts.get("device") or {}, _NEVER_JUDGED_FROM)
    read = _known(row, NEVER_DECIDES | {"harms", "judged"})
    harms = row.get("harms")
    people = None if harms is None else [[harm["id"], _known(harm, NEVER_DECIDES_OF_HARM)] for harm in harms]
    return json.dumps([device, read, people], ensure_ascii=False, sort_keys=True, default=str)


def _known(row: Mapping[str, Any], never: Collection[str]) -> dict[str, Any]:
    """What is known of it; null and silence are the same."""
    return {key: value for key, value in row.items() if key not in never and value is not None}

"""What a post of the desk asks for: an answer, a proposal taken over, a reduction accepted, a text kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kizuki.actions.assessments.sheet import Sheet, accepted, accepted_no_more, adopted, answered, settled
from kizuki.core.refusal import Refused
from kizuki.core.scoring.profiles import Proposal
from kizuki.core.scoring.rubric import ALL_QUESTIONS
from kizuki.core.scoring.ssvc.tables import POINTS
from kizuki.core.tables.days import day_of

LONGEST = 2_000


def after_post(
    sheet: Sheet, posted: Mapping[str, str], proposals: Mapping[str, Proposal], on: date, who: str
) -> Sheet:
    """The sheet after a post. Texts that stand in the form are kept with whatever button was pressed.

    `Refused` names what cannot be read; nothing of the post counts then.
    """
    sheet = _with_texts(sheet, posted)
    given = {name: value for name, value in posted.items() if name.removeprefix("again-") in ALL_QUESTIONS}
    if given:
        sheet = answered(sheet, given)
    if "take-back" in posted:
        sheet = answered(sheet, {posted["take-back"]: ""})
    if "adopt" in posted:
        one = proposals.get(posted["adopt"])
        if one is None:
            raise Refused("adopt", f"nothing is proposed for {posted['adopt']}")
        sheet = adopted(sheet, [one], "")
    if "adopt-all" in posted:
        because = posted.get("adopted-because", "").strip()
        if not because:
            raise Refused("adopted-because", "taking over every proposal at once needs a reason")
        sheet = adopted(sheet, proposals.values(), because)
    if "accept" in posted:
        metric, _, value = posted["accept"].partition(":")
        sheet = accepted(
            sheet,
            metric,
            value,
            who=who,
            evidence=posted.get(f"evidence-of-{metric}", "")[:LONGEST],
            expires_on=_day(posted.get(f"expires-of-{metric}", ""), on),
        )
    if "accept-no-more" in posted:
        sheet = accepted_no_more(sheet, posted["accept-no-more"])
    return settled(sheet, on)


def _with_texts(sheet: Sheet, posted: Mapping[str, str]) -> Sheet:
    evidence = dict(sheet.evidence)
    for name, value in posted.items():
        code = name.removeprefix("evidence-")
        if code != name and code.removeprefix("again-") in ALL_QUESTIONS:
            evidence.pop(code, None)
            if value.strip():
                evidence[code] = value.strip()[:LONGEST]
    ssvc = dict(sheet.ssvc)
    for key, point in POINTS.items():
        chosen = posted.get(f"ssvc-{key}")
        if chosen is not None:
            ssvc.pop(key, None)
            if chosen and chosen not in point.values:
                raise Refused(f"ssvc.{key}", f"{chosen!r} is not one of {', '.join(point.values)}")
            if chosen:
                ssvc[key] = chosen
    return replace(
        sheet,
        evidence=evidence,
        ssvc=ssvc,
        dissent=posted.get("dissent", sheet.dissent).strip()[:LONGEST],
        adopted_because=posted.get("adopted-because", sheet.adopted_because).strip()[:LONGEST],
        site=posted.get("site", sheet.site),
    )


def _day(words: str, on: date) -> date | None:
    if not words.strip():
        return None
    day = day_of(words, "expires_on")
    if day <= on:
        raise Refused("expires_on", f"{day} is not after {on}: the acceptance would not count")
    return day

"""Where a sheet of answers stands before every question is answered: what is due next, and the score meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.flows import BASE, Flow, flows, modified_attack_vector
from kizuki.core.scoring.result import ScoreResult, score
from kizuki.core.scoring.rubric import ALL_QUESTIONS, CODES_OF, IMPACT_CODES
from kizuki.core.scoring.rulings import Chosen
from kizuki.core.scoring.trees import Ask, Levels, Node, follow

_WORST_FIRST = "HLN"


@dataclass(frozen=True, slots=True)
class Standing:
    """A sheet of answers in progress.

    `answers` as given; `result` the score meanwhile, in which every question that is due counts as Unknown; `due` the
    questions on the way without an answer, in the order of the document (`reevaluated.XIT` for a second answer);
    `open` those and the Unknown ones that matter; `excluded` our own J answers that the others exclude by now.
    """

    answers: Answers
    result: ScoreResult
    due: tuple[str, ...]
    open: tuple[str, ...]
    excluded: tuple[str, ...] = ()


def stand(answers: Answers) -> Standing:
    """Score a sheet in progress (`read_draft`), each question that is due counting as Unknown.

    Raises `Refused` only for answers that contradict each other.
    """
    given = dict(answers.given)
    due = [*_fill_base(given)]
    excluded = _without_excluded(given)
    reevaluated: dict[str, str] = {}
    flow_of = {"MAV": modified_attack_vector(_leaf(BASE["AV"], given)), **flows(answers.rulings)}
    for name, flow in flow_of.items():
        due += _fill_group(name, flow, given)
        if name in ("MC", "MI", "MA"):
            due += _second_answers(name, given, answers.reevaluated, reevaluated)
    result = score(replace(answers, given=given, reevaluated=reevaluated))
    due += [*result.cvss40_needs]
    unknown = [name for name in result.unknowns if not _informational(name)]
    return Standing(
        answers=answers,
        result=result,
        due=tuple(sorted(due, key=_place)),
        open=tuple(sorted({*due, *unknown}, key=_place)),
        excluded=excluded,
    )


_PLACES = {code: place for place, code in enumerate(ALL_QUESTIONS)}


def _place(name: str) -> tuple[bool, int]:
    return "." in name, _PLACES[name.rpartition(".")[2]]


def _informational(name: str) -> bool:
    return ALL_QUESTIONS[name.rpartition(".")[2]].informational


def _missing(tree: Node, given: Mapping[str, str]) -> Iterator[str]:
    """The questions on the way that have no answer, each followed as Unknown."""
    while not isinstance(tree, str):
        if isinstance(tree, Ask):
            if tree.code not in given:
                yield tree.code
            tree = tree.then[given.get(tree.code, "U")]
            continue
        codes = tree.codes if isinstance(tree, Levels) else (*tree.codes, *tree.beside)
        yield from (code for code in codes if code not in given)
        if isinstance(tree, Levels):
            return
        answers = [given.get(code, "U") for code in tree.codes]
        tree = tree.yes if any(answer in tree.counts for answer in answers) else tree.no


def _leaf(tree: Node, given: Mapping[str, str]) -> str:
    return follow(tree, given).value


def _fill_base(given: dict[str, str]) -> list[str]:
    due = [code for tree in BASE.values() for code in _missing(tree, given)]
    given.update(dict.fromkeys(due, "U"))
    return due


def _fill_group(name: str, flow: Flow, given: dict[str, str]) -> list[str]:
    """A group of which nothing was answered is skipped; one that was begun is due as a whole."""
    if given.keys().isdisjoint(CODES_OF[name]):
        return []
    due = [] if flow.skip in given else [flow.skip]
    if given.setdefault(flow.skip, "N" if flow.skips_on == "Y" else "Y") == flow.skips_on:
        return due
    missing = list(_missing(flow.tree, given))
    given.update(dict.fromkeys(missing, "U"))
    return due + missing


def completed_group(name: str, given: Mapping[str, str], rulings: Chosen) -> dict[str, str] | None:
    """The answers of one temporal or requirement group with every question on the way, Unknown where it has none; None
    where the group is skipped.
    """
    flow, group = flows(rulings)[name], dict(given)
    _fill_group(name, flow, group)
    return None if group.get(flow.skip) in (None, flow.skips_on) else group


def _second_answers(
    name: str, given: dict[str, str], answered: Mapping[str, str], reevaluated: dict[str, str]
) -> list[str]:
    """The impacts after a mitigation: until one is answered again, the mitigation counts as Unknown."""
    codes, mitigated = IMPACT_CODES[name[1]], f"X{name}M"
    if given.get(f"X{name}S") != "N" or given.get(mitigated) != "Y":
        return []
    again = {code: answered[code] for code in codes if code in answered}
    reevaluated.update(again)
    if again:
        return []
    given[mitigated] = "U"
    return [f"reevaluated.{code}" for code in codes]


def _without_excluded(given: dict[str, str]) -> tuple[str, ...]:
    """Take out J answers that exceed what the rubric's answers allow by now; they are due again where they matter."""
    excluded = []
    for letter in "CIA":
        level = _leaf(Levels(IMPACT_CODES[letter]), given)
        answer = given.get(f"JS{letter}", "U")
        if answer != "U" and _WORST_FIRST.index(answer) < _WORST_FIRST.index(level) and level != "N":
            excluded.append(f"JS{letter}")
        if level == "N" and given.get(f"JH{letter}") == "Y":
            excluded.append(f"JH{letter}")
    for code in excluded:
        del given[code]
    return tuple(excluded)

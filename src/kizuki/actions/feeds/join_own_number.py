"""Join a number of our own to the CVE number that the vulnerability got, and take that back."""

from __future__ import annotations

from kizuki.actions.feeds.signal_rows import ask_for_reevaluation
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.advisories.naming import is_cve, written_so
from kizuki.core.refusal import Refused
from kizuki.store.findings.exploited import mark_exploited
from kizuki.store.findings.same import end_join, joined_name, keep_join
from kizuki.store.models import Advisory
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.signals.standing import exploited_since


def join_own_number(number: str, cve: str, *, actor: Actor) -> None:
    """Keep that the vulnerability entered under a number of our own (`KZK-…`) is the one called `cve`.

    From then on the two are one under either name: assessments, hazards, the register, signals and spread. An embargo
    stays on the entry, on its case, on what was written there and on this joining; who is not named in it sees the
    public record as before. `Refused` where `number` is none of ours, `cve` no CVE number, or it is joined already.
    """
    own = _own(number, actor)
    name = written_so(cve.strip())
    if not is_cve(name):
        raise Refused("cve", f"{cve.strip()[:40] or 'nothing'} is no CVE number")
    with verb("join_own_number", actor=actor, of=[f"advisory:{own.pk}"]) as act:
        if standing := joined_name(PROGRAM, own.pk):
            raise Refused("cve", f"{number} is joined to {standing} already; take that back first")
        keep_join(own.pk, name, "own_number", act.at)
        mark_exploited(exploited_since([name]), {name: {number}})
        _told(act, own, name)


def part_own_number(number: str, *, actor: Actor) -> None:
    """Take the joining of a number of our own back: it was another vulnerability. `Refused` where it is not joined.

    The joining stays in the record, ended. What was said of exploitation under the other number stays marked until a
    person looks: a word that was read is not unread.
    """
    own = _own(number, actor)
    with verb("part_own_number", actor=actor, of=[f"advisory:{own.pk}"]) as act:
        name = end_join(own.pk, act.at)
        if name is None:
            raise Refused("number", f"{number} is joined to no CVE number")
        _told(act, own, name)


def _own(number: str, actor: Actor) -> Advisory:
    own = find(Advisory, "number", actor=actor, identifier=number)
    if own.kind != "entered":
        raise Refused("number", f"{number} is not a number of our own")
    return own


def _told(act: Act, own: Advisory, name: str) -> None:
    """The entry names our own record alone: it is hidden with it, and nothing public is marked."""
    ask_for_reevaluation(act, "advisory", [own.pk])
    act.watch_register()
    act.record(subjects=[f"advisory:{own.pk}"], payload={"number": own.identifier, "cve": name})

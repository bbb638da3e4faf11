"""`kizuki audit anchor`: the newest entry dated by an authority, and the check of the dates that were kept."""

from __future__ import annotations

import argparse
import os

from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused

URL, ROOTS = "KIZUKI_TSA_URL", "KIZUKI_TSA_ROOTS"


def run(arguments: argparse.Namespace) -> int:
    """0: stamped and kept."""
    from kizuki.actions.record.anchor_chain import anchor_chain
    from kizuki.actions.verb import Actor
    from kizuki.gateways.timestamps import ask_for_stamp, check_stamp, roots_of
    from kizuki.store.audit.chain import head

    url = os.environ.get(URL, "")
    if not url:
        raise Refused(URL, "names no time-stamping authority (RFC 3161); without one the chain is not anchored")
    roots = roots_of(os.environ.get(ROOTS, ""))
    newest = head()
    if newest.seq == 0:
        raise Refused("audit", "has no entry yet")
    stamp = ask_for_stamp(url, newest.hash.encode())
    if check_stamp(stamp.token, newest.hash.encode(), roots) == "bad":
        raise Refused(URL, f"the time stamp is not signed by an authority of {ROOTS}")
    dated = stamp.stamped_at
    anchor_chain(newest.seq, newest.hash, stamp.token, authority=url, stamped_at=dated, actor=Actor.program("anchor"))
    if arguments.json:
        print_json({"entry": newest.seq, "head": newest.hash, "authority": url, "stamped_at": dated})
    else:
        print_text(say("record.anchor.kept", arguments.lang, entry=newest.seq, head=newest.hash, at=dated))
    return 0


def check_anchors() -> tuple[dict[str, int], list[int]]:
    """How many kept time stamps are `good` or `unsigned` (no root certificates named), and the ids of the bad ones."""
    from kizuki.gateways.timestamps import check_stamp, roots_of
    from kizuki.store.queries.anchors import anchors
    from kizuki.store.queries.viewer import PROGRAM

    roots = roots_of(os.environ.get(ROOTS, ""))
    counts = {"good": 0, "unsigned": 0}
    bad: list[int] = []
    for row in anchors(PROGRAM):
        found = check_stamp(row.token, row.standing.encode(), roots) if row.stamped == row.standing else "bad"
        if found == "bad":
            bad.append(row.id)
        else:
            counts[found] += 1
    return counts, bad

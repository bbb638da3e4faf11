"""The paper itself: signatures under this very text, approvals, what was learned since, and the ways to PMDA tonight."""

from __future__ import annotations

from collections.abc import Iterator

from kizuki.core.forms.checking.finding import Finding, found
from kizuki.core.forms.checking.situation import ToCheck

FORMAL = ("portal", "post", "in_person")
"""Ways by which a form is formally submitted; by FAX or mail it is ahead of one that follows the next morning."""


def signatures(it: ToCheck) -> Iterator[Finding]:
    """Whoever signed, signed these bytes; what takes a report back has its second person."""
    if any(sha256 != it.paper.sha256 for sha256 in it.paper.signed):
        yield found("signed_another_text", place="room:report")
    if it.paper.approved:
        return
    if it.purpose == "report":
        yield found("not_approved", place="room:report")
    else:
        yield found("second_person_missing", place="room:report")


def newer_knowledge(it: ToCheck) -> Iterator[Finding]:
    """Facts and information that came after the draft."""
    if not it.paper.newest_facts:
        yield found("facts_are_newer", place="room:facts")
    if it.paper.newer_information:
        yield found("information_is_newer", place="room:information", number=it.paper.newer_information)


def ways(it: ToCheck) -> Iterator[Finding]:
    """A way that works tonight, and another one should it fail."""
    for way in it.ways:
        if way.down:
            yield found("way_is_down", place="room:report", way=way.code)
        elif not way.ready:
            yield found("way_not_ready", place="room:company", way=way.code)
    if sum(way.ready and not way.down for way in it.ways) < 2:
        yield found("no_other_way", place="room:company")

"""Draw up an advisory from the record, in Japanese with its English twin: CSAF 2.0, OpenVEX, CycloneDX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlparse

from kizuki.actions.disclosure.publish_statement import Drafted, draft_statement
from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor
from kizuki.core.csaf.writing import Category, Sentences, Telling, bytes_of, draft_of
from kizuki.core.disclosure.table import OUTLETS, require_one_of
from kizuki.core.refusal import Refused
from kizuki.core.vex.writing import cyclonedx_of, openvex_of
from kizuki.gateways.csaf.validating import faults_of
from kizuki.store.models import Disclosure, Statement
from kizuki.store.queries.advising import ToTell, to_tell
from kizuki.store.record import clock
from kizuki.store.record.keeping_rows import standing

_WRITERS: Mapping[str, Callable[[Telling], dict[str, Any]]] = {
    "csaf": draft_of,
    "openvex": openvex_of,
    "cyclonedx_vex": cyclonedx_of,
}
_TLP = {"CLEAR": "WHITE", "GREEN": "GREEN", "AMBER": "AMBER", "AMBER+STRICT": "AMBER", "RED": "RED"}
"""CSAF 2.0 knows the words of TLP 1."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """What people write of it: through which outlet, for whom, the sentences in both languages, the publisher's address
    on the web (`namespace`) and contact, what this revision says, and the duty of law that demands it ('' none)."""

    outlet: str
    audience: str
    ja: Sentences
    en: Sentences
    namespace: str
    contact: str
    revision: str
    demand: str = ""
    category: Category = "csaf_security_advisory"


def draft_advisory(disclosure_id: int, advisory: Advisory, *, on: date, actor: Actor) -> tuple[int, int]:
    """Draw up both languages from findings, assessments, patches and measures; returns the ids of the two statements.

    Nothing leaves: `publish_statement` asks the gate. `Refused`: a CSAF document that the schema or a mandatory test
    faults (with the test and the place), words missing in a language, no release or vulnerability on record.
    """
    found = find(Disclosure, "disclosure", actor=actor, pk=disclosure_id)
    require_one_of(advisory.outlet, tuple(OUTLETS), "outlet")
    _require(advisory)
    facts = to_tell(viewer_of(actor.code), found.case_id, on)
    if facts is None or not facts.releases or not facts.holes:
        raise Refused("disclosure", "names no release or no vulnerability")
    says = sorted({status for hole in facts.holes for status in hole.statuses.values()})
    written = [_written(found, advisory, words, facts) for words in (advisory.ja, advisory.en)]
    ids = [
        draft_statement(
            disclosure_id,
            Drafted(content, "application/json", advisory.outlet, advisory.audience, says, lang, advisory.demand),
            actor=actor,
        )
        for content, lang in zip(written, ("ja", "en"), strict=True)
    ]
    return ids[0], ids[1]


def _written(found: Disclosure, advisory: Advisory, words: Sentences, facts: ToTell) -> bytes:
    before = standing(
        Statement, disclosure=found, outlet=advisory.outlet, lang=words.lang, published_at__isnull=False
    ).order_by("number")
    revisions = [(row.published_at, f"{number}") for number, row in enumerate(before, 1) if row.published_at]
    twin = "" if words.lang == "ja" else f"-{words.lang}"
    told = Telling(
        id=f"KZ-{found.case.number}{twin}",
        publisher=facts.publisher,
        namespace=advisory.namespace,
        contact=advisory.contact,
        brand=facts.brand,
        releases=facts.releases,
        holes=facts.holes,
        words=words,
        revisions=[*revisions, (clock.now(), advisory.revision)],
        tlp="WHITE" if advisory.audience == "public" else _TLP[found.tlp],
        fix_available=facts.fix_available,
        category=advisory.category,
    )
    document = _WRITERS[advisory.outlet](told)
    if advisory.outlet == "csaf":
        _require_valid(document)
    return bytes_of(document)


def _require_valid(document: dict[str, Any]) -> None:
    faults = faults_of(document, "2.0")
    if faults:
        raise Refused(f"document{faults[0].where}", f"{faults[0].test}: {faults[0].what}")


def _require(advisory: Advisory) -> None:
    for words, lang in ((advisory.ja, "ja"), (advisory.en, "en")):
        if words.lang != lang:
            raise Refused(f"{lang}.lang", f"{words.lang!r} is another language than {lang}")
        for name in ("title", "summary", "action"):
            text(getattr(words, name), f"{lang}.{name}", longest=10_000, required=True)
    text(advisory.revision, "revision", longest=1_000, required=True)
    address = urlparse(advisory.namespace)
    if address.scheme != "https" or not address.netloc:
        raise Refused("namespace", "is the address of the company on the web, with https")

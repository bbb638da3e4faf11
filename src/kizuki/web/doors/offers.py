"""What may be chosen in a form: values with their words, each from the record or from a table of the domain."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from kizuki.actions.information.set_aside_information import REASONS
from kizuki.core.facts.values import Causality, Exploited, Kind, Locus
from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.incidents.parties import channels, parties
from kizuki.core.information.harm import SAID, SETTLED
from kizuki.core.information.patient import SEXES
from kizuki.core.information.sources import sources
from kizuki.core.people import SCOPES
from kizuki.store.queries.cases import cases_of_device, open_cases
from kizuki.store.queries.information import information_page
from kizuki.store.queries.people import everybody, people_who_act
from kizuki.store.queries.places import device_names, hospital_names
from kizuki.web.doors.doing import Doing

Offered = Iterable[tuple[str, str]]

HARM = SAID
"""What is said of the persons of a matter: degrees, that nobody was harmed, or that it is being asked (確認中)."""


def worded(prefix: str, codes: Iterable[str], lang: Lang) -> list[tuple[str, str]]:
    """Codes with their words: `<prefix>.<code>`."""
    return [(code, say(f"{prefix}.{code}", lang)) for code in codes]


def of_sources(doing: Doing) -> Offered:
    """Where safety information comes from."""
    return [(source.code, source.said(doing.lang)) for source in sources().values()]


def of_devices(doing: Doing) -> Offered:
    """Every device by its key."""
    return device_names(doing.viewer)


def of_hospitals(doing: Doing) -> Offered:
    """Every institution by its key."""
    return hospital_names(doing.viewer)


def key_of_name(offered: Offered, name: str) -> str:
    """The key of the one that is called so, however wide its letters are typed and where its spaces stand; '' for none.

    >>> key_of_name([("takadai", "高台 総合病院")], "高台総合病院　")
    'takadai'
    """

    def plain(words: str) -> str:
        return "".join(unicodedata.normalize("NFKC", words).casefold().split())

    return next((key for key, words in offered if name.strip() and plain(words) == plain(name)), "")


def of_readers(doing: Doing) -> Offered:
    """Everybody who could be named as a reader of what is secret."""
    return [(str(pk), name) for pk, name in everybody(doing.viewer)]


def of_people(doing: Doing) -> Offered:
    """Everybody who does more than read."""
    return [(str(pk), name) for pk, name in people_who_act(doing.viewer)]


def of_secrecy(doing: Doing) -> Offered:
    """Whether something is seen by everybody, or by those who are named."""
    return worded("door.secrecy", ("ordinary", "secret"), doing.lang)


def of_kinds(doing: Doing) -> Offered:
    """The kinds of 事項."""
    return worded("value.kind", (kind.value for kind in Kind), doing.lang)


def of_places(doing: Doing) -> Offered:
    """In Japan or abroad."""
    return worded("value.locus", (place.value for place in Locus), doing.lang)


def of_exploitation(doing: Doing) -> Offered:
    """Whether somebody attacked through it, here or elsewhere; nobody chooses where nobody knows yet."""
    return worded("value.exploited", (one.value for one in Exploited), doing.lang)


def of_settled_harm(doing: Doing) -> Offered:
    """What befell people, where somebody knows."""
    return worded("door.harm", SETTLED, doing.lang)


def of_harm(doing: Doing) -> Offered:
    """What befell people."""
    return worded("door.harm", HARM, doing.lang)


def of_suspicion(doing: Doing) -> Offered:
    """Whether the malfunction may have caused the harm, as far as it is told when a case is opened. That it did not is
    answered on the page of the case: it loosens a duty, and takes its reason and a second person."""
    return worded("value.causality", (Causality.SUSPECTED.value, Causality.UNKNOWN.value), doing.lang)


def of_reasons_aside(doing: Doing) -> Offered:
    """Why information is no matter of ours."""
    return worded("record.value.why", REASONS, doing.lang)


def of_scopes(doing: Doing) -> Offered:
    """What a token may be used for."""
    return worded("tokens.scope", SCOPES, doing.lang)


def of_parties(doing: Doing) -> Offered:
    """Whom a maker tells."""
    return [(code, party.said(doing.lang)) for code, party in parties().items()]


def of_channels(doing: Doing) -> Offered:
    """By which way somebody is told."""
    return worded("record.value.channel", channels(), doing.lang)


def of_cases_to_join(doing: Doing) -> Offered:
    """The cases that a piece of information may belong to: those of its device, of its hospital first."""
    found = information_page(doing.viewer, doing.id)
    if found is None:
        return []
    device, hospital = found.row.device_id, found.row.hospital
    cases = cases_of_device(doing.viewer, device) if device else open_cases(doing.viewer)
    closed = say("portfolio.closed_case", doing.lang)
    ordered = sorted(cases, key=lambda case: (case.state != "open", hospital is None or case.hospital != hospital))
    return [
        (str(case.id), " ".join(filter(None, (case.number, case.title, f"({closed})" * (case.state == "closed")))))
        for case in ordered
    ]


def said_or_code(word: str, code: str, lang: Lang) -> str:
    """A word where the glossary has it, else the code."""
    return say(word, lang) if word in all_words() else code


def of_sexes(doing: Doing) -> Offered:
    """How forms say the sex of a person; unknown is an answer."""
    return worded("door.sex", SEXES, doing.lang)

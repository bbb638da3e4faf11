"""Disclosures: begun, parties told, held back, advisories drawn up, published through the gate, and its override."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.disclosure.draft_advisory import Advisory, draft_advisory
from kizuki.actions.disclosure.hold_back import HoldBack, hold_back
from kizuki.actions.disclosure.parties import Turn, open_disclosure, record_party_turn, register_disclosure_party
from kizuki.actions.disclosure.publish_statement import propose_override, publish_statement, sign_override
from kizuki.core.csaf.writing import Sentences
from kizuki.core.disclosure.table import AUDIENCES, DEMANDS, OUTLETS, PARTIES, PARTY_STATUSES, TLP, TOLD
from kizuki.core.glossary import say
from kizuki.store.queries.disclosure import DisclosureRow, StatementRow, disclosure_of, parties_on_file
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Hidden, Line, Password, Time, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_measure_rows import of
from kizuki.web.signed import Signed

STATES = ("proposed", "accepted", "revised", "ended")


def found(doing: Doing) -> DisclosureRow | None:
    """The disclosure of the case."""
    return doing.once("disclosure", lambda: disclosure_of(doing.viewer, doing.id))


def statement_of(doing: Doing) -> StatementRow | None:
    """The statement that the address names."""
    row, number = found(doing), doing.number("statement")
    return next((one for one in row.statements if one.id == number), None) if row else None


def _page(doing: Doing) -> str:
    return reverse("disclosure", args=[doing.id])


def _id(doing: Doing) -> int:
    row = found(doing)
    return row.id if row else 0


def _parties(doing: Doing) -> Any:
    return [(row.key, row.name) for row in parties_on_file(doing.viewer) if row.in_use]


def _kinds(doing: Doing) -> Any:
    return [(code, kind.said(doing.lang)) for code, kind in PARTIES.items()]


def _tlp(doing: Doing) -> Any:
    return [(code, f"TLP:{code}") for code in TLP]


class Open(DoorForm):
    """With whom it may be shared until it is public."""

    tlp = Choice("door.field.tlp", _tlp)


def _open(doing: Doing, told: dict[str, Any]) -> str:
    open_disclosure(doing.id, told["tlp"], actor=doing.actor)
    return _page(doing)


class Party(DoorForm):
    """A party of the company's table."""

    key = Line("door.field.party_key", longest=64)
    kind = Choice("door.field.party_kind", _kinds)
    name = Line("door.field.party_name")
    contact = Line("door.field.party_contact", longest=300, required=False)


def _register(doing: Doing, told: dict[str, Any]) -> str:
    register_disclosure_party(told["key"], told["kind"], told["name"], told["contact"], actor=doing.actor)
    return _page(doing)


class PartyTurn(DoorForm):
    """Where a party stands."""

    party = Choice("door.field.party", _parties)
    told = Choice("door.field.was_told", of("disclosure.told", TOLD), open_list=True)
    status = Choice("door.field.party_status", of("disclosure.party_status", PARTY_STATUSES))
    on = Day("door.field.told_day")
    words = Words("door.field.told_what", longest=5_000, required=False, hint="door.hint.told_or_why")

    def begin(self) -> dict[str, Any]:
        """Today, and no answer yet."""
        return {"on": self.doing.on, "status": "not_answered"}


def _turn(doing: Doing, told: dict[str, Any]) -> str:
    turn = Turn(told["party"], told["status"], told["told"], told["on"], told["words"])
    record_party_turn(_id(doing), turn, on=doing.on, actor=doing.actor)
    return _page(doing)


class Hold(DoorForm):
    """A turn of the embargo, with the day, hour and zone in which it was said."""

    state = Choice("door.field.embargo_state", of("disclosure.embargo", STATES), open_list=True)
    party = Choice("door.field.embargo_by", _parties, required=False, hint="door.hint.embargo_by")
    until = Day("door.field.embargo_until", ahead=True, required=False)
    at = Time("door.field.embargo_at", required=False)
    zone = Line("door.field.embargo_zone", longest=40, required=False)
    words = Words("door.field.embargo_words", longest=5_000)

    places: ClassVar = {"disclosure": "state"}

    def begin(self) -> dict[str, Any]:
        """Japan's time."""
        return {"zone": "Asia/Tokyo"}

    def together(self) -> None:
        """A day goes with its hour."""
        if self.cleaned_data.get("until") and not self.cleaned_data.get("at"):
            self.wrong("at", "door.error.required")


def _hold(doing: Doing, told: dict[str, Any]) -> str:
    until = datetime.combine(told["until"], told["at"]) if told["until"] else None
    said = HoldBack(told["state"], told["words"], until, told["zone"] if until else "", told["party"])
    hold_back(_id(doing), said, actor=doing.actor)
    return _page(doing)


class Draft(DoorForm):
    """The words of an advisory in both languages; products, statuses and scores come from the record."""

    outlet = Choice("door.field.outlet", of("disclosure.outlet", OUTLETS))
    audience = Choice("door.field.audience", of("disclosure.audience", AUDIENCES))
    category = Choice("door.field.csaf_category", of("disclosure.category", ("csaf_security_advisory", "csaf_vex")))
    demand = Choice("door.field.demand", of("disclosure.demand", DEMANDS), required=False)
    title_ja = Line("door.field.title_ja")
    summary_ja = Words("door.field.summary_ja")
    action_ja = Words("door.field.action_ja")
    why_ja = Words("door.field.why_ja", rows=2, required=False)
    title_en = Line("door.field.title_en")
    summary_en = Words("door.field.summary_en")
    action_en = Words("door.field.action_en")
    why_en = Words("door.field.why_en", rows=2, required=False)
    namespace = Line("door.field.namespace")
    contact = Line("door.field.party_contact", required=False)
    revision = Line("door.field.revision_words")

    places: ClassVar = {
        **{f"{lang}.{name}": f"{name}_{lang}" for lang in ("ja", "en") for name in ("title", "summary", "action")},
        "why_not_affected": "why_ja",
        "disclosure": "outlet",
        "document": "outlet",
    }


def _draft(doing: Doing, told: dict[str, Any]) -> str:
    words = {
        lang: Sentences(lang, *(told[f"{name}_{lang}"] for name in ("title", "summary", "action", "why")))
        for lang in ("ja", "en")
    }
    names = ("outlet", "audience", "namespace", "contact", "revision", "demand", "category")
    advisory = Advisory(ja=words["ja"], en=words["en"], **{name: told[name] for name in names})
    draft_advisory(_id(doing), advisory, on=doing.on, actor=doing.actor)
    return _page(doing)


class Read(DoorForm):
    """That the document was read: its digest goes along."""

    sha256 = Hidden()

    def begin(self) -> dict[str, Any]:
        """The document as it is shown."""
        row = statement_of(self.doing)
        return {"sha256": row.sha256 if row else ""}


class Publish(Read):
    """Through the gate, signed."""

    password = Password()
    places: ClassVar = {"disclosure": "password", "statement": "password", "tlp": "password", "document": "password"}


def _publish(doing: Doing, told: dict[str, Any]) -> str:
    row = statement_of(doing)
    publish_statement(
        row.id if row else 0, read_sha256=told["sha256"], password=told["password"], on=doing.on, actor=doing.actor
    )
    return _page(doing)


class Override(Read):
    """Why it goes public although nothing protects yet."""

    reason = Words("door.field.reason", longest=5_000)
    places: ClassVar = {"statement": "reason"}


def _override(doing: Doing, told: dict[str, Any]) -> str:
    row = statement_of(doing)
    propose_override(row.id if row else 0, told["reason"], read_sha256=told["sha256"], actor=doing.actor)
    return _page(doing)


class SignOverride(Read):
    """The second authorised person."""

    comment = Words("report_page.comment", longest=2_000, rows=2, required=False)
    password = Password()
    places: ClassVar = {"override": "password", "actor": "password"}


def _sign(doing: Doing, told: dict[str, Any]) -> str:
    row = statement_of(doing)
    sign_override(
        row.override_id or 0 if row else 0,
        read_sha256=told["sha256"],
        password=told["password"],
        comment=told["comment"],
        on=doing.on,
        actor=doing.actor,
    )
    return _page(doing)


def _waits(override: str | None = None) -> Any:
    """Whether the statement is not published; with `override`, whether that stands so."""

    def opens(doing: Doing) -> bool:
        row = statement_of(doing)
        return row is not None and row.published_at is None and override in (None, row.override)

    return opens


def _begun(doing: Doing) -> bool:
    return found(doing) is not None


def _lines(doing: Doing) -> tuple[str, ...]:
    """The statement above its form: its outlet, for whom, what it says, its digest, what protects, who still waits."""
    row, one = found(doing), statement_of(doing)
    if row is None or one is None:
        return ()
    lang = doing.lang
    comma = say("screens.comma", lang)
    told = [
        f"{say(f'disclosure.outlet.{one.outlet}', lang)} {say(f'disclosure.audience.{one.audience}', lang)} {one.lang}",
        comma.join(say(f"disclosure.says.{status}", lang) for status in one.says),
        one.sha256,
        say("disclosure.protected" if row.protections else "disclosure.unprotected", lang),
    ]
    if row.unsettled:
        told.append(say("disclosure.unsettled", lang, count=str(row.unsettled)))
    return (*told, one.override_words) if one.override_words else tuple(told)


def _signed(doing: Doing) -> Signed | None:
    """The document as it goes out, under its digest."""
    one, lang = statement_of(doing), doing.lang
    if one is None:
        return None
    links = (
        (say("signed.disclosure", lang), _page(doing)),
        (say("signed.json", lang), reverse("statement", args=[doing.id, one.id])),
    )
    return Signed(say(f"disclosure.outlet.{one.outlet}", lang), links, one.sha256)


DOORS = (
    Door("open_disclosure", "case", ("open_disclosure",), Open, _open),
    Door("register_disclosure_party", "case", ("register_disclosure_party",), Party, _register),
    Door("record_party_turn", "case", ("record_party_turn",), PartyTurn, _turn, _begun),
    Door("hold_back", "case", ("hold_back",), Hold, _hold, _begun),
    Door("draft_advisory", "case", ("draft_statement",), Draft, _draft, _begun),
    Door("publish_statement", "case", ("publish_statement",), Publish, _publish, _waits(), _lines, signs=_signed),
    Door("propose_override", "case", ("propose_override",), Override, _override, _waits(""), _lines),
    Door("sign_override", "case", ("sign_override",), SignOverride, _sign, _waits("proposed"), _lines, signs=_signed),
)
"""The doors of a disclosure; the last three are about one statement."""
OF_ONE = 3

"""How a hospital is told: who is responsible for what, its acknowledgement by paper or telephone, its links."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.hospitals.acknowledging import WAYS, Said
from kizuki.actions.hospitals.record_hospital_acknowledgement import record_hospital_acknowledgement
from kizuki.actions.hospitals.revoke_hospital_link import revoke_hospital_link
from kizuki.actions.hospitals.set_responsibilities import set_responsibilities
from kizuki.core.hospitals.duties import DUTIES, MOST_WORDS, PARTIES, Line
from kizuki.store.queries.hospital_telling import Telling, telling_of
from kizuki.store.queries.hospitals import HospitalPage, hospital_page
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Hidden, Paper, Words
from kizuki.web.doors.fields import Line as TextLine
from kizuki.web.doors.form import DoorForm

Offered = list[tuple[str, str]]


def hospital_of(doing: Doing) -> HospitalPage:
    """The hospital that a door is about."""
    found = doing.once("hospital", lambda: hospital_page(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    return found


def telling(doing: Doing) -> Telling:
    """How it is told, read once."""
    return doing.once("telling", lambda: telling_of(doing.viewer, doing.id, doing.on))


def _parties(doing: Doing) -> Offered:
    return [(code, party.said(doing.lang)) for code, party in PARTIES.items()]


class ResponsibilitiesForm(DoorForm):
    """For each duty the party until EOS and after it; what is left open is not agreed, and shown as such."""

    places: ClassVar = {f"lines.{code}": f"{code}_words" for code in DUTIES} | {"lines": "words"}

    def shape(self) -> None:
        """Three fields for each duty, and words beside all of them."""
        for code in DUTIES:
            for part in ("before", "after"):
                self.fields[f"{code}_{part}"] = Choice(f"responsibilities.field.{part}", _parties, required=False)
            self.fields[f"{code}_words"] = TextLine(
                "responsibilities.field.words", longest=MOST_WORDS, required=False
            )
        self.fields["words"] = Words("responsibilities.field.all", longest=4_000, required=False)

    def _word(self, name: str, field: Any) -> None:
        super()._word(name, field)
        duty = DUTIES.get(name.rpartition("_")[0])
        if duty is not None:
            field.label = f"{duty.said(self.doing.lang)}: {field.label}"

    def begin(self) -> dict[str, Any]:
        """The newest edition."""
        sheet = telling(self.doing).sheet
        if sheet is None:
            return {}
        found: dict[str, Any] = {"words": sheet.words}
        for line in sheet.lines:
            found |= {
                f"{line.duty}_before": line.before,
                f"{line.duty}_after": line.after,
                f"{line.duty}_words": line.words,
            }
        return found


def _set(doing: Doing, told: dict[str, Any]) -> str:
    lines = [Line(code, told[f"{code}_before"], told[f"{code}_after"], told[f"{code}_words"]) for code in DUTIES]
    set_responsibilities(hospital_of(doing).row.key, lines, told["words"], on=doing.on, actor=doing.actor)
    return _page(doing)


class AcknowledgeForm(DoorForm):
    """The hospital's own word: who says so."""

    name = TextLine("hospital_page.name", longest=100)
    post = TextLine("hospital_page.post", longest=100, required=False)
    remark = Words("hospital_page.remark", longest=2_000, required=False)
    sha256 = Hidden()

    places: ClassVar = {"sha256": "remark", "link": "remark"}

    def begin(self) -> dict[str, Any]:
        """The edition that is shown."""
        return {"sha256": self.doing.asked.get("sha256", "")}


def _answers(doing: Doing) -> Offered:
    return offers.worded("hospital_page.state", ("read", "done"), doing.lang)


class AnswerForm(DoorForm):
    """The hospital's word on a measure: read, or done."""

    state = Choice("hospital_page.state.label", _answers, open_list=True)
    name = TextLine("hospital_page.name", longest=100)
    words = Words("hospital_page.remark", longest=1_500, rows=2, required=False)
    target = Hidden()

    places: ClassVar = {"measure": "words", "link": "words", "measure_target": "state", "on": "state"}

    def begin(self) -> dict[str, Any]:
        """The measure that it stands beside."""
        return {"target": self.doing.asked.get("target", "")}


def _ways(doing: Doing) -> Offered:
    return offers.worded("hospital_page.way", WAYS, doing.lang)


class RecordForm(AcknowledgeForm):
    """What came by another way than the page."""

    way = Choice("responsibilities.field.way", _ways, open_list=True)
    said_on = Day("responsibilities.field.said_on")
    document = Paper("responsibilities.field.document", hint="responsibilities.hint.document")

    places: ClassVar = {"sha256": "name", "said_on": "said_on", "way": "way", "document": "document"}
    field_order = ("way", "said_on", "name", "post", "document", "remark", "sha256")

    def begin(self) -> dict[str, Any]:
        """The newest edition."""
        sheet = telling(self.doing).sheet
        return {"sha256": sheet.sha256 if sheet else ""}


def _record(doing: Doing, told: dict[str, Any]) -> str:
    said = Said(told["name"], told["post"], told["sha256"], told["remark"])
    paper = told["document"]
    content = paper.read() if paper else b""
    media_type = (paper.content_type or "application/octet-stream") if paper else "application/pdf"
    key = hospital_of(doing).row.key
    record_hospital_acknowledgement(
        key, said, told["way"], told["said_on"], content, media_type, on=doing.on, actor=doing.actor
    )
    return _page(doing)


def _is_owed(doing: Doing) -> bool:
    found = telling(doing)
    return found.sheet is not None and found.acknowledged is None


def _links(doing: Doing) -> Offered:
    rows = [row for row in telling(doing).links if row.opens]
    return [(str(row.id), f"{row.made_at:%Y-%m-%d} {row.made_by} → {row.ends_on}") for row in rows]


class RevokeForm(DoorForm):
    """Which link opens nothing from now on."""

    link = Choice("responsibilities.field.link", _links, open_list=True)

    places: ClassVar = {"hospital_link": "link"}

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"link": self.doing.asked.get("link", "")}


def _revoke(doing: Doing, told: dict[str, Any]) -> str:
    revoke_hospital_link(int(told["link"]), actor=doing.actor)
    return _page(doing)


def _page(doing: Doing) -> str:
    return reverse("hospital-telling", args=[doing.id])


DOORS = (
    Door("set_responsibilities", "hospital", ("set_responsibilities",), ResponsibilitiesForm, _set),
    Door(
        "record_hospital_acknowledgement",
        "hospital",
        ("record_hospital_acknowledgement",),
        RecordForm,
        _record,
        _is_owed,
    ),
    Door(
        "revoke_hospital_link",
        "hospital",
        ("revoke_hospital_link",),
        RevokeForm,
        _revoke,
        lambda doing: bool(_links(doing)),
    ),
)
"""The doors of how one hospital is told."""

"""The boxes that every form has: addressee, who reports, whom to ask, the device and its classes, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.core.forms.boxes import filled, from_record, listed, may_follow, missing
from kizuki.core.forms.document import Contact
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Row
from kizuki.core.forms.filling import AnyGround
from kizuki.core.forms.shown import western_day
from kizuki.core.forms.vocabulary import FOLLOW_UP_PLANNED

Parts = Sequence[tuple[str, str | None]]


def addressee(ground: AnyGround, box: Box) -> FilledField:
    """The addressee that the edition prints."""
    return filled(box, box.values[0][1], "constant")


def submitter(ground: AnyGround, box: Box) -> FilledField:
    """Address, name and representative; each of them is asked for."""
    company = ground.document.company
    parts = (("address", company.address), ("name", company.name), ("representative", company.representative))
    return grouped(ground, box, "company", parts, [key for key, text in parts if not text])


def contact(ground: AnyGround, box: Box) -> FilledField:
    """A person who can be asked: a name and one way to reach it."""
    told: Contact = ground.document.company.contact
    parts = (
        ("name", told.name),
        ("department", told.department),
        ("phone", told.phone),
        ("fax", told.fax),
        ("email", told.email),
    )
    lacks = [] if told.name else ["name"]
    lacks += [] if told.phone or told.email else ["phone"]
    return grouped(ground, box, "company.contact", parts, lacks)


def generic(ground: AnyGround, box: Box) -> FilledField:
    """The generic name with its JMDN code."""
    device = ground.document.device
    code = None if device.jmdn is None else str(device.jmdn)
    lacks = [key for key, text in (("generic", device.generic), ("jmdn", code)) if not text]
    value = f"{device.generic or ''}{f'（JMDNコード：{code}）' if code is not None else ''}" or None
    source = "device.generic, device.jmdn"
    if not lacks:
        return filled(box, value, source)
    if box.blank != "no":
        return filled(box, value, source) if value else from_record(box, None, source, ground.stand)
    return missing(box, source, f"lacks:{','.join(lacks)}", value)


def approval(ground: AnyGround, box: Box) -> FilledField:
    """The number of the licence with its day, from which the cycle of periodic reports counts."""
    device = ground.document.device
    day = western_day(device.approved_on.isoformat()) if device.approved_on else None
    parts = (("approval_no", device.approval_no), ("approved_on", day))
    return grouped(ground, box, "device.approval_no, device.approved_on", parts, [k for k, text in parts if not text])


def classes(ground: AnyGround, box: Box) -> FilledField:
    """The three classes of the device in one box, in the words that the edition lists."""
    device = ground.document.device
    given = (("class1", device.class1), ("class2", device.class2), ("class3", device.class3))
    parts = [(key, None if text is None else listed(box, text, f"device.{key}")) for key, text in given]
    return grouped(ground, box, "device.class1, device.class2, device.class3", parts, [k for k, t in parts if not t])


def grouped(ground: AnyGround, box: Box, source: str, parts: Parts, lacks: Sequence[str]) -> FilledField:
    """A box of several parts: missing with what it has where it needs more, open where the form may leave it open."""
    given = tuple((key, text) for key, text in parts if text)
    value = (Row(given),) if given else None
    if not lacks:
        return filled(box, value, source)
    if box.blank == "no":
        return missing(box, source, f"lacks:{','.join(lacks)}", value)
    if value is None:
        return from_record(box, None, source, ground.stand)
    return may_follow(box, value, source, f"lacks:{','.join(lacks)}")


def kind_of_report(ground: AnyGround, box: Box) -> FilledField:
    """初回報告 or 追加報告, by the number of the report."""
    number = ground.document.report.number
    if number is None:
        return missing(box, "report.number", "required")
    return filled(box, box.said("initial" if number == 1 else "follow_up"), "report.number")


def future(ground: AnyGround, box: Box) -> FilledField | None:
    """While 未完了 it must tell that a follow-up is planned, in these words."""
    told = ground.document.measures.future
    if told is None or not ground.stand.unfinished or says_follow_up_is_planned(told):
        return None
    return missing(box, box.from_key, "does_not_say_follow_up_planned", told)


def says_follow_up_is_planned(text: str) -> bool:
    """Whether 今後の対応 says 「追加報告予定」, and not that there is none."""
    after = "".join(text.split()).split(FOLLOW_UP_PLANNED)[1:]
    return any(not rest.startswith(("なし", "無", "はな", "はあり", "ではな", "でない")) for rest in after)

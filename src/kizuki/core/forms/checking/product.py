"""The right 品目 and company of that day; one person and one device a report, with the numbers of its siblings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kizuki.core.forms.checking.finding import Finding, found
from kizuki.core.forms.checking.situation import ToCheck, text_of


def product_and_company(it: ToCheck) -> Iterator[Finding]:
    """Brand, licence and holder as they stood on the day of the report."""
    asked = (
        ("brand", it.product.brand, "brand_of_another_product"),
        ("licence", it.product.licence, "licence_of_another_product"),
    )
    for part, right, code in asked:
        box = it.box(part)
        if box is not None and box.state != "missing" and right and plain(right) not in plain(text_of(box.value)):
            yield found(code, box.id, box.source, right=right)
    if it.product.given_up_on is not None and it.product.given_up_on <= it.on:
        yield found("product_given_up", place="room:device", day=it.product.given_up_on)
    box = it.box("submitter")
    if box is None:
        return
    if not it.product.company:
        yield found("company_not_registered", box.id, "room:company")
    elif plain(it.product.company) not in plain(text_of(box.value)):
        yield found("company_name_of_another_day", box.id, "room:company", right=it.product.company)


def one_person_one_device(it: ToCheck) -> Iterator[Finding]:
    """1症例につき1通, one message a device; what belongs together names the others."""
    if it.persons > 1:
        yield found("several_persons", place="room:facts", persons=it.persons)
    box = it.box("beside")
    if box is not None:
        said = plain(text_of(box.value))
        for name in sorted(it.product.others):
            if plain(name) in said:
                yield found("own_device_beside", box.id, box.source, name=name)
    box = it.box("siblings")
    if box is None or it.purpose == "withdrawal":
        return
    said = plain(text_of(box.value))
    for sibling in it.siblings:
        if not any(plain(name) in said for name in sibling.names if name):
            names = "・".join(filter(None, sibling.names))
            yield found("sibling_not_named", box.id, "remarks", whom=sibling.whom, names=names)


def plain(text: str) -> str:
    """A text as names are compared: full-width and half-width alike, without blanks, whatever the case of letters."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())

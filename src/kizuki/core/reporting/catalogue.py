"""The provisions as they are shown: address, period, form, paraphrase, rule, and the stories that exercise them."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.law import Provision
from kizuki.core.law.provisions import all_provisions, provisions_on
from kizuki.core.reporting import article_228_20_paragraph_2 as article
from kizuki.core.reporting.items import item_row


def catalogue(on: date | None = None, lang: Lang = "ja") -> list[dict[str, Any]]:
    """The provisions in force on a day, or of every text that is held, in the order of the article."""
    rows = provisions_on(on) if on else all_provisions()
    return [_entry(row, lang) for row in rows]


def _entry(provision: Provision[Any], lang: Lang) -> dict[str, Any]:
    row = item_row(provision.law, provision.item)
    japanese, _, english = provision.paraphrase.partition("\n\n")
    until = provision.in_force.end
    return {
        "item": provision.item,
        "address": provision.address,
        "law": provision.law,
        "in_force": {"from": provision.law, "until": until.isoformat() if until else None},
        "period": row.period,
        "form": row.form,
        "paraphrase": " ".join((japanese if lang == "ja" else english).split()),
        "rule": f"{article.__name__}.{provision.rule.__name__}",
        "tests": _stories().get(provision.law, {}).get(provision.item, []),
    }


@cache
def _stories() -> dict[str, dict[str, list[str]]]:
    table = resources.files(__package__).joinpath("exercised_by.toml").read_text(encoding="utf-8")
    return tomllib.loads(table)

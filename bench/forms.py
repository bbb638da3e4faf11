"""Forms to be filled and printed: of the event of `bench.works`, and of a period with many events."""

from __future__ import annotations

from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.forms import FilledForm, fill_form, fill_period, read_case_document, read_period_document
from kizuki.core.reporting import assess
from kizuki.gateways.typst import print_form

DEVICE: dict[str, Any] = {
    "brand": "見本輸液ポンプ",
    "generic": "汎用輸液ポンプ",
    "jmdn": "13215000",
    "approval_no": "22900BZX00123000",
    "approved_on": "2024-04-10",
    "model": "KP-300",
    "class1": "high_iii",
    "class2": "other",
    "class3": "repeated_use",
}
STORY = "22時40分ごろ流量が変わり、23時5分の巡回時に看護師が呼吸回数の低下に気付いて投与を中止した。" * 6


def form_8() -> FilledForm:
    """Form 8 of one event, as a draft."""
    from bench.works import PUMP

    document = {"facts": PUMP, "device": DEVICE, "event": {"situation": STORY, "occurred_on": "2026-05-30"}}
    return fill_form(8, read_case_document(document), assess(read_case(PUMP)))


def form_12(events: int) -> FilledForm:
    """Form 12 of a year with so many events, of ninety terms."""
    told = [
        {
            "id": f"e{at}",
            "case": f"MM-2026-{at:05}",
            "term": f"A14{at % 90:02}",
            "item": "3-ロ" if at % 2 else "3-ハ",
            "health_effect": f"E{at % 50:02}" if at % 2 else None,
            "occurred_on": f"2026-05-{at % 28 + 1:02}",
            "summary": "画面の表示が乱れたが再起動で回復した。",
        }
        for at in range(events)
    ]
    period = {"first_on": "2026-04-10", "last_on": "2027-04-09", "number": 3}
    document = {"device": DEVICE, "period": period, "shipped": {"period": 1200, "total": 5400}, "events": told}
    return fill_period(12, read_period_document(document))


def printed(form: FilledForm) -> int:
    """The pages of the form in print."""
    return print_form(form, draft=bool(form.missing)).pages

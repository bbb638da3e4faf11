"""Our devices after a round, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kizuki.cli.columns import table
from kizuki.core.glossary import Lang, say
from kizuki.store.queries.cases import CaseRow
from kizuki.store.queries.devices import DeviceRow
from kizuki.store.queries.overview import DeviceSummary, PrintedReport


def devices_json(found: Sequence[DeviceSummary], files: Mapping[int, str]) -> list[dict[str, Any]]:
    """One object a device: its counts, the highest clinical score, its cases with their days, the printed reports."""
    return [
        {
            "device": row.device.key,
            "brand": row.device.brand,
            "releases": row.device.releases,
            "units": row.device.units,
            "components": row.device.components,
            "affected": row.device.affected,
            "undetermined": row.device.undetermined,
            "unmatchable": row.device.unmatchable,
            "score": row.device.score,
            "highest": row.device.highest,
            "cases": [_case_json(case) for case in row.cases],
            "reports": [_report_json(report, files) for report in row.reports],
        }
        for row in found
    ]


def devices_page(found: Sequence[DeviceSummary], files: Mapping[int, str], lang: Lang) -> str:
    """The same for people."""
    lines: list[str] = []
    for row in found:
        lines.append(_device_line(row.device, lang))
        reports: dict[int, list[str]] = {}
        for report in row.reports:
            said = say("record.portfolio.report", lang, form=report.form, pages=report.pages, missing=report.missing)
            line = " ".join(filter(None, (report.whom, said, files.get(report.id))))
            reports.setdefault(report.case_id, []).append(line)
        lines += table([_case_cells(case, reports.get(case.id, []), lang) for case in row.cases])
        lines.append("")
    return "\n".join(lines)


def _device_line(device: DeviceRow, lang: Lang) -> str:
    counts = say(
        "record.portfolio.counts",
        lang,
        units=device.units,
        components=device.components,
        affected=device.affected,
        undetermined=device.undetermined,
        unmatchable=device.unmatchable,
    )
    score = "" if device.score is None else say("record.portfolio.score", lang, score=device.score)
    return f"{device.brand}  {counts}{score}"


def _case_cells(case: CaseRow, reports: Sequence[str], lang: Lang) -> tuple[str, ...]:
    outcome = say(f"record.value.outcome.{case.outcome}", lang) if case.outcome else ""
    due = case.due_on or case.working_due_on
    return (case.number, case.title, outcome, case.primary_item, due.isoformat() if due else "", " / ".join(reports))


def _case_json(case: CaseRow) -> dict[str, Any]:
    return {
        "number": case.number,
        "key": case.key,
        "title": case.title,
        "outcome": case.outcome or None,
        "item": case.primary_item or None,
        "prompt_first_report": case.prompt_first_report or None,
        "due_on": case.due_on,
        "working_due_on": case.working_due_on,
        "planning_due_on": case.planning_due_on,
    }


def _report_json(report: PrintedReport, files: Mapping[int, str]) -> dict[str, Any]:
    return {
        "case": report.number,
        "form": report.form,
        "matter": report.matter or None,
        "person": report.person or None,
        "number": report.report_number,
        "state": report.state,
        "pages": report.pages,
        "missing": report.missing,
        "sha256": report.sha256,
        "file": files.get(report.id),
    }

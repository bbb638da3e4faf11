"""`kizuki report`: the check before a report is sent, PMDA's answers, and the electronic report as canonical JSON."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.core.forms.edition import edition_for
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.store.record import clock
from kizuki.store.record.opening import open_existing_record

if TYPE_CHECKING:
    from kizuki.store.queries.checking import CheckedReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`check REPORT`, `answers FILE --as NAME`, `write REPORT OUT.json`, `schema`; with `[--json] [--lang ja|en]`."""
    actions = parser.add_subparsers(dest="report_action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="what is missing or does not agree in a report before it is sent")
    check.add_argument("report", metavar="REPORT", type=int, help="the number of the report in the record")
    check.add_argument("--on", metavar="DATE", help="the day on which it is to be sent (default: today in Japan)")
    answers = actions.add_parser("answers", help="keep PMDA's answers (ACK) to reports that were sent")
    answers.add_argument("file", metavar="FILE", help="JSON, one answer or a list of them; see docs/forms.md")
    answers.add_argument("--as", dest="person", metavar="NAME", help="who keeps them; the password is asked for")
    answers.add_argument("--on", metavar="DATE", help="today in Japan (default: by the clock)")
    write = actions.add_parser("write", help="the electronic report of one report, as canonical JSON")
    write.add_argument("report", metavar="REPORT", type=int, help="the number of the report in the record")
    write.add_argument("out", metavar="OUT", type=Path, nargs="?", help="the new file (default: standard output)")
    actions.add_parser("schema", help="the JSON Schema of the electronic report")
    for action in (check, answers, write):
        action.add_argument("--json", action="store_true", help="answer in JSON")
        action.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: answered, whatever was found; 2: there is no such report, or the file cannot be used."""
    if arguments.report_action == "schema":
        from kizuki.core.forms.electronic import schema

        print_json(schema())
        return 0
    open_existing_record()
    if arguments.report_action == "answers":
        from kizuki.cli.report_answers import keep_answers

        return keep_answers(arguments)
    if arguments.report_action == "write":
        from kizuki.cli.report_written import write_report

        return write_report(arguments)
    return _check(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from kizuki.store.queries.checking import check_of
    from kizuki.store.queries.viewer import Viewer

    lang: Lang = arguments.lang
    on = day_of(arguments.on, "--on") or clock.today()
    found = check_of(Viewer(None, "program", lang), arguments.report, on)
    if found is None:
        raise Refused("REPORT", f"there is no report {arguments.report}")
    if arguments.json:
        print_json(check_json(found, lang))
    else:
        print_text("\n".join(_lines(found, lang)))
    return 0


def check_json(found: CheckedReport, lang: Lang) -> dict[str, Any]:
    """The answer of `kizuki report check`: findings, what they refuse (null: nothing), open facts and changes."""
    from kizuki.core.forms.checking import finding_json
    from kizuki.core.reporting.shown import fact_label

    labels = _labels(found, lang)
    refusal = found.refusal
    return {
        "report": found.report_id,
        "form": found.form,
        "number": found.number,
        "on": found.on,
        "refused": None if refusal is None else {"place": refusal.place, "reason": refusal.reason},
        "findings": [finding_json(one, lang, labels.get(one.field, "")) for one in found.findings],
        "open_points": [
            {
                "fact": point.question,
                "item": point.item,
                "level": point.level or None,
                "text": fact_label(point.question, lang),
            }
            for point in found.open_points
        ],
        "changes": [
            {"field": one.field, "kind": one.kind, "before": one.before, "after": one.after, "why": one.why or None}
            for one in found.changes
        ],
    }


def _lines(found: CheckedReport, lang: Lang) -> list[str]:
    said = check_json(found, lang)
    labels = _labels(found, lang)
    name = say("screens.case.form_number", lang, number=found.form)
    lines = [say("check.page.report", lang, name=name, case=found.report_id, on=found.on.isoformat())]
    count = {
        weighs: sum(one.weighs == weighs for one in found.findings)
        for weighs in ("mend", "look", "stops", "stops_complete")
    }
    held = count["stops"] + count["stops_complete"]
    lines.append(say("check.page.summary", lang, mend=count["mend"], look=count["look"], stops=held))
    if found.refusal is not None:
        lines.append(say("check.page.refused", lang, why=str(found.refusal)))
    if not found.findings:
        lines.append(say("check.page.nothing", lang))
    mark = f"[{say('check.page.owed_mark', lang)}]"
    if any(row["owed"] for row in said["findings"]):
        lines.append(f"{mark} {say('check.page.owed', lang)}")
    for row in said["findings"]:
        owed = mark if row["owed"] else ""
        lines.append(f"  [{row['severity_words']}]{owed} {row['text']}")
    if said["changes"]:
        lines += ["", say("check.page.changes", lang)]
        for row in said["changes"]:
            kind = say(f"check.page.change_{row['kind']}", lang, **({"why": row["why"]} if row["why"] else {}))
            lines.append(f"  - {labels.get(row['field'], row['field'])}: {kind}")
    if said["open_points"]:
        lines += ["", say("check.page.open_points", lang), *(f"  - {row['text']}" for row in said["open_points"])]
    return lines


def _labels(found: CheckedReport, lang: Lang) -> dict[str, str]:
    """The names of the boxes on the form, by id."""
    from datetime import date

    edition = edition_for(int(found.form), date.fromisoformat(found.edition))
    return {box.id: box.label(lang) for box in edition.boxes}

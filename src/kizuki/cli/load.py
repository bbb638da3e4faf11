"""`kizuki load`: the lists a company kept before, previewed and then kept."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kizuki.cli.columns import table
from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.loading.kinds import KINDS, load_columns
from kizuki.core.refusal import Refused
from kizuki.core.refusals import reason_in
from kizuki.core.tables.columns import placed
from kizuki.gateways.files import read_document, write_private
from kizuki.gateways.tables import read_table, template_named
from kizuki.store.record import clock
from kizuki.store.record.opening import open_record, prepare_record

if TYPE_CHECKING:
    from kizuki.actions.loading.loading import LoadPreview
    from kizuki.actions.loading.planned import Planned, Remark

_PLACE = re.compile(r"line \d+(?:, (\w+))?: (.*)", re.DOTALL)
"""The line stands in a column of its own."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`KIND [FILE] [--columns ID=HEADER …] [--commit TOKEN] [--on DATE] [--template OUT] [--json] [--lang ja|en]`."""
    parser.add_argument("kind", metavar="KIND", help=f"one of: {', '.join(KINDS)} (in this order)")
    parser.add_argument("file", metavar="FILE", nargs="?", help="the list: .xlsx or CSV (UTF-8, UTF-16, CP932)")
    parser.add_argument(
        "--columns", metavar="ID=HEADER", action="append", default=[], help="a column under another header; -=HEADER"
    )
    parser.add_argument("--commit", metavar="TOKEN", help="keep what the preview with this token showed")
    parser.add_argument("--on", metavar="DATE", help="today in Japan (default: by the clock)")
    parser.add_argument(
        "--template", metavar="OUT", type=Path, help="write an empty list to fill in (.xlsx or .csv), and stop"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument(
        "--lang", choices=("ja", "en"), default="ja", help="language of sentences and of the template"
    )


def run(arguments: argparse.Namespace) -> int:
    """0: previewed or kept; a list with rows that cannot be kept is previewed, and refused when it is committed."""
    lang: Lang = arguments.lang
    if arguments.template:
        return _template(arguments.kind, arguments.template, lang)
    if arguments.file is None:
        raise Refused("FILE", "name the list, or --template OUT for an empty one")
    columns, mapping = load_columns(arguments.kind), _mapping(arguments.columns)
    on = day_of(arguments.on, "--on")
    content = read_document(arguments.file).content
    try:
        # A list that cannot be read at all leaves no database behind.
        placed(read_table(content).header, columns, mapping)
    except Refused as refusal:
        raise refusal.in_file(arguments.file) from None
    open_record()
    prepare_record()

    from kizuki.actions.loading.loading import commit_load, preview_load
    from kizuki.actions.verb import Actor

    today = on or clock.today()
    try:
        if arguments.commit:
            actor = Actor.program("load")
            preview = commit_load(arguments.kind, content, mapping, token=arguments.commit, on=today, actor=actor)
        else:
            preview = preview_load(arguments.kind, content, mapping, on=today)
    except Refused as refusal:
        raise refusal.in_file(arguments.file) from None
    if arguments.json:
        print_json(_json(preview, lang, committed=bool(arguments.commit)))
    else:
        print_text(_page(preview, lang, arguments.file, committed=bool(arguments.commit)))
    return 0


def _template(kind: str, out: Path, lang: Lang) -> int:
    columns = load_columns(kind)
    try:
        write_private(out, template_named(out.name, columns, lang))
    except Refused as refused:
        raise Refused("--template", refused.reason, file=str(out)) from None
    except OSError as fault:
        raise Refused("--template", (fault.strerror or str(fault)).lower(), file=str(out)) from None
    print_text(say("load.template", lang, file=out))
    return 0


def _mapping(told: Sequence[str]) -> dict[str, str]:
    """`-` may come several times; any other column once."""
    found: dict[str, str] = {}
    for pair in told:
        name, equals, header = pair.partition("=")
        if not (equals and name and header.strip()):
            raise Refused("--columns", f"{pair!r} is not like key=品目コード")
        if name == "-":
            found["-"] = ",".join(filter(None, (found.get("-"), header)))
        elif name in found:
            raise Refused("--columns", f"{name} is given twice")
        else:
            found[name] = header
    return found


def _said(remark: Remark, lang: Lang) -> str:
    return say(f"load.remark.{remark.code}", lang, **remark.values)


def _json(preview: LoadPreview, lang: Lang, *, committed: bool) -> dict[str, Any]:
    return {
        "kind": preview.kind,
        "committed": committed,
        "token": preview.token,
        "counts": _counts(preview),
        "sheets_not_read": [{"sheet": name, "rows": rows} for name, rows in preview.elsewhere],
        "rows": [
            {
                "line": row.line,
                "key": row.key,
                "what": row.what,
                "why": reason_in(row.why, lang),
                "remarks": [
                    {"code": remark.code, "values": remark.values, "said": _said(remark, lang)}
                    for remark in row.remarks
                ],
            }
            for row in preview.rows
        ],
    }


def _why(row: Planned, names: Mapping[str, str], lang: Lang) -> str:
    """Why it cannot be kept, with the column as the list calls it; else what a person should look at."""
    if found := _PLACE.fullmatch(row.why):
        column, why = names.get(found[1], found[1]), reason_in(found[2], lang)
        return f"{column}{'：' if lang == 'ja' else ': '}{why}" if column else why
    return reason_in(row.why, lang) or " ".join(_said(remark, lang) for remark in row.remarks)


def _counts(preview: LoadPreview) -> dict[str, int]:
    """Every row of the sheet that is read, by what becomes of it; the header is none."""
    return {what: preview.count(what) for what in ("made", "changed", "stands", "refused")} | {"empty": preview.empty}


def _page(preview: LoadPreview, lang: Lang, file: str, *, committed: bool) -> str:
    names = {column.id: column.ja if lang == "ja" else column.en for column in load_columns(preview.kind)}
    head = tuple(say(f"load.column.{name}", lang) for name in ("line", "what", "key", "why"))
    rows = [
        (str(row.line), say(f"load.what.{row.what}", lang), row.key, _why(row, names, lang)) for row in preview.rows
    ]
    counts = _counts(preview)
    what = say(f"load.kind.{preview.kind}", lang)
    lines = [say("load.read", lang, what=what, file=file, rows=len(rows)), say("load.counts", lang, **counts)]
    lines += [say("load.sheet_not_read", lang, sheet=name, rows=rows) for name, rows in preview.elsewhere]
    lines += table([head, *rows])
    if committed:
        lines.append(say("load.kept", lang))
    elif counts["refused"]:
        lines.append(say("load.mend", lang))
    else:
        lines.append(say("load.commit", lang, token=preview.token))
    return "\n".join(lines)

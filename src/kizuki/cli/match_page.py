"""The readable page of `kizuki match`: by component, verdict and reason, so that the evidence can be checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from kizuki.cli.columns import table
from kizuki.cli.match_suggestions import suggestion_lines
from kizuki.core.glossary import Lang, say
from kizuki.core.matching.accounting import ENDS
from kizuki.core.scoring.signals import ASSERTERS

_IDS_A_LINE = 5
_ROWS_OF_A_REASON = 12
_REFUSED_SHOWN = 10
_IDENTIFIERS = ("purl", "cpe", "name")
_IN_RANGE = frozenset(("in_range", "listed", "default_affected", "model_listed"))
_SILENT = frozenset(("default_unknown", "versions_not_named", "stated_unknown"))

Row = dict[str, Any]


def page(shown: dict[str, Any], components: int, lang: Lang) -> str:
    """Counts first, then each component with what was found, what cannot be matched, and the state of the data."""
    data, counts = shown["data"], shown["counts"]
    lines = [
        say("matching.page.compared", lang, components=components, advisories=f"{data['advisories']:,}"),
        say("matching.page.summary", lang, **counts) + _hint(shown, lang),
    ]
    if not counts["affected"] and not counts["undetermined"]:
        lines.append(say("matching.page.nothing", lang))
    several = len({row["sbom"] for row in shown["findings"]}) > 1
    for _, rows in groupby(shown["findings"], key=_component):
        lines += ["", *_of_component(list(rows), several, lang)]
    if shown["unmatchable"]:
        cannot = [(row["name"] or row["ref"], row["why"]) for row in shown["unmatchable"]]
        lines += ["", say("matching.page.unmatchable", lang), *table(cannot)]
    lines += suggestion_lines(shown["unmatchable"], lang)
    return "\n".join([*lines, "", *_data(data, lang), "", *_accounted(shown, lang)])


def _accounted(shown: Row, lang: Lang) -> list[str]:
    """Where every record ended for each list, and the names that are too common to be searched in words alone."""
    lines = [say("matching.page.accounted", lang)]
    for row in shown["data"]["accounted"]:
        counts = {end: f"{row[end]:,}" for end in (*ENDS, "refused")}
        lines.append(f"  {row['sbom']}  {say('matching.page.ends', lang, **counts)}")
        silent = [
            (say(f"matching.silence.{code}", lang), f"{count:,}")
            for code, count in row["why_codes"]["no_name_of_ours"].items()
        ]
        lines += table(silent, indent=4)
    if shown["left_out"]:
        names = dict.fromkeys(name for row in shown["left_out"] for name in row["names"])
        lines.append("  " + say("matching.page.left_out", lang, count=len(shown["left_out"]), names=", ".join(names)))
    return lines


def _hint(shown: dict[str, Any], lang: Lang) -> str:
    listed = any(row["verdict"] == "not_affected" for row in shown["findings"])
    return f"  {say('matching.page.not_listed', lang)}" if shown["counts"]["not_affected"] and not listed else ""


def _component(row: Row) -> tuple[str, ...]:
    part = row["component"]
    return row["sbom"], part["ref"], str(part["name"]), str(part["version"])


def _of_component(rows: list[Row], several: bool, lang: Lang) -> list[str]:
    part = rows[0]["component"]
    name = part["name"] or say("sbom.page.none", lang)
    lines = [f"■ {name}  {part['version'] or '-'}" + (f"    [{rows[0]['sbom']}]" if several else "")]
    lines += [f"  {identifier}" for identifier in (part["purl"], part["cpe"]) if identifier]
    for verdict, of_verdict in groupby(rows, key=lambda row: str(row["verdict"])):
        found = sorted(of_verdict, key=_reason)
        lines.append(f"  {say(f'matching.verdict.{verdict}', lang)}  {len(found)}")
        for (_, identifier, why, _), alike in groupby(found, key=_reason):
            lines.append(f"    {say(f'matching.identifier.{_IDENTIFIERS[identifier]}', lang)}: {why}")
            lines += _rows(list(alike), lang)
    return lines


def _reason(row: Row) -> tuple[int, int, str, tuple[str, ...]]:
    """What rows shown together share, the most telling first: in a range, then doubtful, then nothing said."""
    evidence = row["evidence"]
    codes = tuple(evidence["why_codes"])
    telling = 0 if _IN_RANGE & set(codes) else 2 if _SILENT & set(codes) else 1
    return telling, _IDENTIFIERS.index(evidence["identifier"]), evidence["why"], codes


def _rows(rows: list[Row], lang: Lang) -> list[str]:
    """A line for each advisory; those of a long list whose record says nothing of the version only by number."""
    silent = bool(_SILENT & set(rows[0]["evidence"]["why_codes"]))
    shown = rows[:_ROWS_OF_A_REASON] if silent else rows
    lines = table([_cells(row, lang) for row in shown], widest=44, indent=6)
    rest = [row["advisory"] for row in rows[len(shown) :]]
    if rest:
        lines.append("      " + say("matching.page.more", lang, count=len(rest), ids=""))
        lines += ["        " + "  ".join(rest[at : at + _IDS_A_LINE]) for at in range(0, len(rest), _IDS_A_LINE)]
    return lines


def _cells(row: Row, lang: Lang) -> Sequence[str]:
    evidence = row["evidence"]
    source = "/".join(filter(None, (evidence["source"], evidence["scheme"])))
    fixed = f"{say('matching.page.fixed', lang)} {', '.join(row['fixed_in'])}" if row["fixed_in"] else ""
    return (
        row["record"] if row["record"].startswith(row["advisory"]) else row["advisory"],
        f"{say('matching.page.range', lang)} {evidence['range'] or '-'}",
        f"({source})",
        fixed,
        "  ".join(filter(None, (f"← {evidence['searched']}", *_signals(row["signals"], lang), *_more(row, lang)))),
    )


def _more(row: Row, lang: Lang) -> Iterable[str]:
    """What stands beside the evidence: other evidence, and what others state of it."""
    yield from _beside(row, lang)
    for told in row.get("vex", ()):
        status = say(f"vex.status.{told['status']}", lang)
        yield f"[VEX {told['author'] or '-'}: {status} – {say('vex.relation.' + told['relation'], lang)}]"


def _signals(signals: Row, lang: Lang) -> Iterable[str]:
    if signals["kev"]:
        yield say("matching.page.kev", lang)
    for told in signals["exploited_by"]:
        yield say("matching.page.exploited_by", lang, who=ASSERTERS[told["asserter"]], day=told["added_on"])
    if signals["epss"] is not None:
        yield f"EPSS {signals['epss']:.1%}"


def _beside(row: Row, lang: Lang) -> Iterable[str]:
    for other in row["beside"]:
        verdict = say(f"matching.verdict.{other['verdict']}", lang)
        yield f"[{say('matching.page.beside', lang)} {other['source']}: {verdict} {other['range']}]"


def _data(data: Row, lang: Lang) -> list[str]:
    lines = [say("matching.page.data", lang)]
    counted = [("newest", data["newest"] or "-")]
    counted += [(name, f"{data[name]:,}") for name in ("withdrawn", "without_product") if data[name]]
    counted += [(f"{name}_rows", f"{data[name]:,}") for name in ("kev", "epss") if data[name] is not None]
    lines += table([(say(f"matching.page.{name}", lang), value) for name, value in counted])
    lines += ["  " + say(f"matching.page.no_{name}", lang) for name in ("kev", "epss") if data[name] is None]
    refused = data["refused"]
    if refused:
        lines.append("  " + say("matching.page.refused", lang, count=f"{len(refused):,}"))
        lines += table(
            [(f"{row['file']}:{row['line']}", row["why"]) for row in refused[:_REFUSED_SHOWN]], widest=70, indent=4
        )
    if len(refused) > _REFUSED_SHOWN:
        lines.append("    " + say("matching.page.refused_more", lang, count=f"{len(refused) - _REFUSED_SHOWN:,}"))
    return lines

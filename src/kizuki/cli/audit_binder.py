"""`kizuki audit binder`: everything on one case as a PDF with an index, and as JSON beside it."""

from __future__ import annotations

import argparse
import getpass

import msgspec

from kizuki.cli.audit_export import case_of
from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.store.record import clock


def run(arguments: argparse.Namespace) -> int:
    """0: printed. What is read belongs to one moment of the record."""

    from kizuki.gateways.typst import print_binder, write_pdf
    from kizuki.store.audit.snapshot import snapshot
    from kizuki.store.queries.binder import binder_of
    from kizuki.store.queries.viewer import Viewer

    lang: Lang = arguments.lang
    on = day_of(arguments.on, "--on") or clock.today()
    by = arguments.by or getpass.getuser()
    with snapshot():
        binder = binder_of(Viewer(None, "program", lang), case_of(arguments.case))
    if binder is None:
        raise Refused("CASE_NUMBER", f"there is no case {arguments.case}")
    data = msgspec.to_builtins(binder) | {"papers": []}
    papers = [(paper.title, paper.sha256, paper.content) for paper in binder.papers]
    printed = print_binder(data, papers, on=on, by=by, lang=lang)
    bound = [{"title": title, "sha256": sha256} for title, sha256, _ in papers]
    beside = data | {"papers": bound, "printed_on": on, "printed_by": by, "pdf_sha256": printed.sha256}
    write_pdf(arguments.out, printed.pdf)
    write_pdf(arguments.out.with_suffix(".json"), msgspec.json.format(msgspec.json.encode(beside), indent=1))
    if arguments.json:
        print_json({"file": str(arguments.out), "pages": printed.pages, "sha256": printed.sha256})
    else:
        told = {"case": arguments.case, "file": arguments.out, "pages": printed.pages, "sha256": printed.sha256}
        print_text(say("record.binder.written", lang, **told))
    return 0

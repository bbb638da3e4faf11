"""`kizuki report write`: one report as canonical JSON, to a new file or to standard output."""

from __future__ import annotations

import argparse
import hashlib
import sys

from kizuki.cli.output import print_json, print_text
from kizuki.core.refusal import Refused


def write_report(arguments: argparse.Namespace) -> int:
    """0: written. The document is held against its schema first; nothing is written over what is there."""
    from kizuki.gateways.electronic import writer_of
    from kizuki.gateways.files import write_private
    from kizuki.store.queries.electronic import electronic_report
    from kizuki.store.queries.viewer import PROGRAM

    report = electronic_report(PROGRAM, arguments.report)
    if report is None:
        raise Refused("REPORT", f"there is no report {arguments.report}")
    content = writer_of("canonical-json").write(report)
    if arguments.out is None:
        sys.stdout.write(content.decode() + "\n")
        return 0
    if arguments.out.exists() or arguments.out.is_symlink():
        raise Refused("OUT", "is there already; name a new file", file=str(arguments.out))
    write_private(arguments.out, content)
    sha256 = hashlib.sha256(content).hexdigest()
    if arguments.json:
        print_json({"file": str(arguments.out), "sha256": sha256, "bytes": len(content)})
    else:
        print_text(f"{arguments.out}  {sha256}")
    return 0

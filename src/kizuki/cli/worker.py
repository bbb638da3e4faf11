"""`kizuki worker`: background work, until it is asked to stop."""

from __future__ import annotations

import argparse
import os
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`[--until-idle]`."""
    parser.add_argument("--until-idle", action="store_true", help="stop when no task is ready")


def run(arguments: argparse.Namespace) -> int:
    """Become the worker: this process is replaced, so that signals and the exit code are the worker's own."""
    words = [sys.executable, "-m", "kizuki.worker", *(["--until-idle"] if arguments.until_idle else [])]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, words)  # noqa: S606 our own interpreter, no shell

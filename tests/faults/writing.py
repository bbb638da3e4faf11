"""A process that runs verbs in a loop and says of each when it begins and when it was answered."""

from __future__ import annotations

import os
import sys
from itertools import count

from kizuki.store.record.opening import open_record


def main() -> None:
    """For each line `NUMBER FILE` on standard input a process of its own, forked before it opens the database: it
    writes on case `sys.argv[1]` from that number on and tells it to the file, until it is killed. Answers its id."""
    open_record()
    from kizuki.actions.cases import note  # noqa: F401 loaded once, for every process that is forked
    from tests.actions import record  # noqa: F401 the same

    for line in sys.stdin:
        number, _, file = line.strip().partition(" ")
        child = os.fork()
        if child == 0:
            _write(int(sys.argv[1]), int(number), file)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("gone\n")
        sys.stdout.flush()


def _write(case: int, first: int, file: str) -> None:
    """Notes, numbered; every tenth is a case of its own."""
    from kizuki.actions.cases.note import note
    from tests.actions.record import TESTER, opened_case

    with open(file, "w") as told:  # noqa: PTH123 a plain file
        for number in count(first):
            told.write(f"begun {number}\n")
            told.flush()
            if number % 10:
                note(case, f"number {number}", actor=TESTER)
            else:
                opened_case(f"number-{number}")
            told.write(f"done {number}\n")
            told.flush()


if __name__ == "__main__":
    main()

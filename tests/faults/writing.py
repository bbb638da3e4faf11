"""A process that runs verbs in a loop and says of each when it begins and when it was answered."""

from __future__ import annotations

import sys
from itertools import count

from kizuki.store.opening import open_record


def main() -> None:
    """Notes on case `sys.argv[1]`, numbered from `sys.argv[2]`; every tenth is a case of its own."""
    open_record()
    from kizuki.actions.cases.note import note
    from tests.actions.record import TESTER, opened_case

    case = int(sys.argv[1])
    for number in count(int(sys.argv[2])):
        sys.stdout.write(f"begun {number}\n")
        sys.stdout.flush()
        if number % 10:
            note(case, f"number {number}", actor=TESTER)
        else:
            opened_case(f"number-{number}")
        sys.stdout.write(f"done {number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

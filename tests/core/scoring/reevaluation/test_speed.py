"""Ten thousand assessments after an update of the KEV catalogue: far below ten seconds on one core."""

import random
import time
from dataclasses import replace
from datetime import date

from kizuki.core.scoring import read_answers
from kizuki.core.scoring.reevaluation import Inputs, reevaluate
from kizuki.core.scoring.rubric import QUESTIONS
from kizuki.core.scoring.signals import KevState, Signals

SAMPLE = 500
MOST_SECONDS = 10.0 * SAMPLE / 10_000


def sheets() -> list[Inputs]:
    pick = random.Random(20261124)
    flags = [code for code, row in QUESTIONS.items() if row.values == ("Y", "N", "NA") and not row.derived]
    found = []
    for _ in range(SAMPLE):
        given = {
            code: pick.choice([value for value in row.values if value != "NA"])
            for code, row in QUESTIONS.items()
            if not row.derived and code not in (*flags, "XMCM", "XMIM", "XMAM")
        }
        given |= dict.fromkeys(flags, "N") | {"XMCM": "N", "XMIM": "N", "XMAM": "N"}
        answers = read_answers({"answers": given})
        found.append(Inputs(date(2026, 11, 23), answers, Signals(kev=KevState(False)), "supplier", (("SI", "M"),)))
    return found


def test_an_update_of_the_catalogue_is_worked_off_in_a_fraction_of_the_time_allowed() -> None:
    before = sheets()
    listed = KevState(True, date(2026, 11, 24))
    started = time.process_time()
    found = [
        reevaluate(old, replace(old, on=date(2026, 11, 24), signals=replace(old.signals, kev=listed)))
        for old in before
    ]
    assert time.process_time() - started < MOST_SECONDS
    assert all(one.needs_person for one in found)

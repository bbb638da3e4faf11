"""The documents of the sample's cases as they stood when somebody last read them.

`python -m tests.core.forms.golden` writes them anew, for their changes to be read in the diff.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kizuki.core.forms import FilledForm, fill_first, fill_form, printed
from tests.core.forms.examples import DEATH, FOREIGN, SIX, example, judged

FOLDER = Path(__file__).with_name("golden_files")


def documents() -> Iterator[tuple[str, FilledForm]]:
    """Form 8 of the six examples, what the foreign recall owes (10, 8, first report), and the death."""
    for key in SIX:
        yield f"{key}-8", fill_form(8, *judged(example(key)))
    measure, answer = judged(example(FOREIGN, 0))
    yield f"{FOREIGN}-10", fill_form(10, measure, answer, matter="0")
    yield f"{FOREIGN}-first", fill_first(measure, answer, matters=["0"])
    yield f"{FOREIGN}-8", fill_form(8, *judged(example(FOREIGN, 1)), matter="1")
    yield f"{DEATH}-8", fill_form(8, *judged(example(DEATH)))
    yield f"{DEATH}-first", fill_first(*judged(example(DEATH)))


def told(form: FilledForm) -> str:
    """The boxes in order, a line each, with state and value as printed; then the codes of the notices."""
    lines = [
        json.dumps([field.id, field.state, printed(field.value, form.table.box(field.id))], ensure_ascii=False)
        for field in form.fields
    ]
    lines += [json.dumps(["notice", notice.code, dict(notice.values)], ensure_ascii=False) for notice in form.notices]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, form in documents():
        (FOLDER / f"{name}.json").write_text(told(form), encoding="utf-8")

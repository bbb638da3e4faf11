"""Each kind of list that a company brings, with a patient's name in every column that takes words."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from kizuki.actions.loading.loading import commit_load, preview_load
from kizuki.actions.verb import Actor
from kizuki.core.loading.kinds import load_columns
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Hospital, Release
from tests.store.sealing.door_posts import INSTEAD
from tests.store.sealing.marked import Marks

MOST_TRIES = 40


class List:
    """A list of one row, changed where it is refused."""

    def __init__(self, kind: str, on: date, marks: Marks) -> None:
        self.kind, self._on = kind, on
        self.columns = load_columns(kind)
        self._marks = {one.id: marks.mark(f"list {kind}.{one.id}") for one in self.columns if one.holds == "text"}
        self._tries: dict[str, int] = {}
        self.refused: dict[str, str] = {}
        self.done, self.why = False, ""

    @property
    def places(self) -> set[str]:
        """The columns that take words."""
        return set(self._marks)

    @property
    def taken(self) -> set[str]:
        """Those in which a name stands now."""
        return {name for name in self._marks if not self._tries.get(name) and name not in _known()}

    def run(self, person: int) -> None:
        """Load it."""
        for _ in range(MOST_TRIES):
            content = self._content()
            shown = preview_load(self.kind, content, {}, on=self._on)
            self.why = next((row.why for row in shown.rows if row.what == "refused"), "")
            if not self.why:
                try:
                    commit_load(self.kind, content, {}, token=shown.token, on=self._on, actor=Actor.user(person))
                except Refused as refused:
                    self.why = f"line 2, {refused}"
                else:
                    self.done = True
                    return
            if not self._other():
                return

    def _other(self) -> bool:
        place = self.why.partition(", ")[2].partition(":")[0]
        for one in self.columns:
            if one.id in place.split(".") and self._tries.get(one.id, 0) < len(self._ways(one)) - 1:
                if one.id in self._marks and not self._tries.get(one.id):
                    self.refused[one.id] = self.why
                self._tries[one.id] = self._tries.get(one.id, 0) + 1
                return True
        return False

    def _ways(self, one: Any) -> list[str]:
        if one.id in _known():
            return [*_known()[one.id], ""]
        if one.holds == "text":
            return [self._marks[one.id], *INSTEAD]
        return {
            "day": [self._on.isoformat(), "2026-01-01", "2027-01-01", ""],
            "moment": [f"{self._on.isoformat()} 00:01", ""],
            "yes_no": ["はい", "いいえ", ""],
            "number": ["1", "2", ""],
            "choice": [*one.values, ""],
        }[one.holds]

    def _content(self) -> bytes:
        out = io.StringIO()
        told = csv.writer(out)
        told.writerow([one.id for one in self.columns])
        told.writerow([self._ways(one)[self._tries.get(one.id, 0)] for one in self.columns])
        return out.getvalue().encode("utf-8-sig")


def _known() -> Mapping[str, list[str]]:
    return {
        "device": list(Device.objects.values_list("key", flat=True)[:2]),
        "hospital": list(Hospital.objects.values_list("key", flat=True)[:2]),
        "release": list(Release.objects.values_list("version", flat=True)[:3]),
    }

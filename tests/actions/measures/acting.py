"""A case with hospitals and units, and the steps of a measure as people of the office take them."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.measures.carry_out import (
    complete_measure,
    hand_over_measure,
    instruct_measure,
    report_measure_result,
)
from kizuki.actions.measures.chain import Written
from kizuki.actions.measures.decide_measure import Decision, decide_measure
from kizuki.actions.measures.propose_measure import Plan, propose_measure
from kizuki.actions.measures.record_measure_reach import Reached, record_measure_reach
from kizuki.actions.verb import Actor
from kizuki.store.models import Case, Measure, Obligation
from tests.actions.office import ON, PASSWORD, Office, filled_case, person
from tests.actions.record import TESTER

LIVE = ("owed", "open")


class Measures:
    """The office with its quality manager, one case, and three hospitals with a unit each."""

    def __init__(self, hospitals: int = 3) -> None:
        self.office = Office()
        self.mori = person("mori", "quality_manager")
        self.case = filled_case()
        device = Case.objects.get(pk=self.case).device
        self.hospitals = [f"hospital-{number}" for number in range(hospitals)]
        for number, key in enumerate(self.hospitals):
            register_hospital(key=key, name=f"第{number}病院", prefecture="青森県", actor=TESTER)
        units = [UnitEntry(serial=f"SN-{number}", hospital=key) for number, key in enumerate(self.hospitals)]
        register_units(device.key, units, actor=TESTER)

    def proposed(self, kind: str = "information", **told: Any) -> int:
        plan = {"plan": "無線を止めるよう、全施設に知らせる。", "residual_risk": "残るリスクは低い。"}
        if kind == "information":
            plan["hospitals"] = ("*",)  # type: ignore[assignment]
        return propose_measure(
            self.case, Plan(kind, **{**plan, **told}), password=PASSWORD, on=ON, actor=self.office.sato
        )

    def decided(self, measure: int, *, approved: bool = True, actor: Actor | None = None) -> None:
        decision = Decision(approved, "内容を確認した。", Measure.objects.get(pk=measure).sha256)
        decide_measure(measure, decision, password=PASSWORD, on=ON, actor=actor or self.office.tanaka)

    def approved(self, kind: str = "information", **told: Any) -> int:
        measure = self.proposed(kind, **told)
        self.decided(measure)
        return measure

    def instructed(self, measure: int, due_on: date = date(2026, 8, 20)) -> None:
        written = Written(ON, "文書で指示する。", to=who(self.office.ito), due_on=due_on)
        instruct_measure(measure, written, password=PASSWORD, on=ON, actor=self.office.sato)

    def handed_over(self, measure: int) -> None:
        written = Written(ON, "措置の内容を提供する。", to=who(self.mori))
        hand_over_measure(measure, written, password=PASSWORD, on=ON, actor=self.office.sato)

    def reported(self, measure: int) -> None:
        written = Written(ON, "全施設に送付した。")
        report_measure_result(measure, written, password=PASSWORD, on=ON, actor=self.office.ito)

    def completed(self, measure: int, outcome: str = "effective") -> None:
        written = Written(ON, "残るリスクは受容できる。", outcome=outcome)
        complete_measure(measure, written, password=PASSWORD, on=ON, actor=self.office.sato)

    def reached(self, measure: int, state: str, *hospitals: str, on: date = ON, **told: Any) -> int:
        chosen = hospitals or tuple(self.hospitals)
        given: dict[str, Any] = {"channel": "email", "reference": "M-1", **told}
        return record_measure_reach(measure, Reached(chosen, state, on, **given), on=on, actor=self.office.ito)

    def owed(self, kind: str = "measure_step") -> list[str]:
        rows = Obligation.objects.filter(case_id=self.case, kind=kind, state__in=LIVE)
        return sorted(row.item.partition("/")[2] or row.item for row in rows)


def who(actor: Actor) -> int:
    return int(actor.code.removeprefix("user:"))

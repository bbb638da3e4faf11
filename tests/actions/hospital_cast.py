"""Two hospitals with units of one pump whose releases have a known hole, and the people who tell them."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.hospitals.make_hospital_link import make_hospital_link
from kizuki.actions.hospitals.set_responsibilities import set_responsibilities
from kizuki.core.hospitals import Line
from kizuki.store.models import Advisory, Device, Hospital
from tests.actions.office import Office
from tests.actions.record import TESTER, advisory, company_and_pump, library, opened_case, sbom

ON = date(2026, 6, 20)
LAST = date(2027, 3, 31)


class Told:
    """`north` has two units of 1.0, `south` one of 2.0, which no longer has the hole of 1.0; a case names that hole."""

    def __init__(self) -> None:
        self.office = Office()
        self.device = company_and_pump()
        for key, name in (("north", "北病院"), ("south", "南病院")):
            register_hospital(key=key, name=name, prefecture="青森県", actor=TESTER)
        self.north, self.south = (Hospital.objects.get(key=key).pk for key in ("north", "south"))
        register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER)
        register_release("pump", "2.0", sbom(library("jinja2", "3.0")), actor=TESTER)
        units = [UnitEntry("N-1", "north", "1.0", place="ICU"), UnitEntry("N-2", "north", "1.0")]
        register_units("pump", [*units, UnitEntry("S-1", "south", "2.0")], actor=TESTER)
        keep_advisories(advisory(7, "jinja2", "0", "2.11"), actor=TESTER)
        match_advisories([Advisory.objects.get().pk], on=ON, actor=TESTER)

    def case(self, **values: Any) -> int:
        """A case about the hole."""
        from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities

        found = opened_case(**values)
        link_vulnerabilities(found, ["CVE-2026-0007"], actor=TESTER)
        return found

    def link(self, hospital: str = "north", ends_on: date = LAST) -> str:
        return make_hospital_link(hospital, ends_on, on=ON, actor=self.office.sato)

    def agreed(self, hospital: str = "north", *lines: Line) -> str:
        """The digest of an edition that was set."""
        from kizuki.store.models import Responsibilities

        told = lines or (
            Line("updates", "maker", "nobody", "EOS後は提供しない"),
            Line("continued_use", "both", "hospital"),
        )
        set_responsibilities(hospital, told, "遠隔保守は病院の許可の下で行う。", on=ON, actor=self.office.sato)
        return str(Responsibilities.objects.filter(hospital__key=hospital).order_by("-number")[0].sha256)

    def key(self) -> str:
        return str(Device.objects.get(pk=self.device).key)

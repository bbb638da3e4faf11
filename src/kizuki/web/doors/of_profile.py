"""What scoring proposes answers from: the profile of a device, and the kind of site of a hospital."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from kizuki.actions.devices.note_on_site import KINDS as NOTE_KINDS
from kizuki.actions.devices.note_on_site import note_on_site
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.set_scoring_profile import set_scoring_profile
from kizuki.actions.devices.set_site_profile import SiteEntry, set_site_profile
from kizuki.core.glossary import say
from kizuki.core.scoring.profiles import SITES
from kizuki.core.scoring.profiles.device import CATEGORIES, INTERFACE_KINDS, RELATIONS, USES
from kizuki.core.scoring.rubric import METRICS, QUESTIONS
from kizuki.store.queries.hospitals import HospitalPage, hospital_page
from kizuki.store.queries.scoring_profiles import scoring_profile
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Count, Day, Line, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_device import key_of, told_yes_no, yes_no
from kizuki.web.doors.told_lines import code_of

Offered = list[tuple[str, str]]

_LOGIN = ("yes", "no", "unknown")

ASKED_AT_SITES = tuple(
    code
    for code, question in QUESTIONS.items()
    if not question.derived and METRICS[question.metric].part == "environmental"
)
"""The questions that a hospital may answer for its own site."""


def _worded(prefix: str, codes: Any) -> Any:
    def offered(doing: Doing) -> Offered:
        return offers.worded(prefix, codes, doing.lang)

    return offered


def _profile(doing: Doing) -> Mapping[str, Any]:
    return doing.once("profile", lambda: scoring_profile(doing.viewer, doing.id))


class ProfileForm(DoorForm):
    """Interfaces, roles, data, use, neighbours, credentials. What is left open is not known and proposes nothing."""

    interfaces = Several("profile.field.interfaces", _worded("profile.interface", INTERFACE_KINDS))
    no_interfaces = Choice("profile.field.no_interfaces", _worded("profile.empty", ("unknown", "none")))
    data_held = Several("profile.field.data_held", _worded("profile.category", CATEGORIES))
    patients_stored = Count("profile.field.patients_stored", required=False, most=10**9)
    intended_use = Several("profile.field.intended_use", _worded("profile.use", USES))
    stores_credentials = Choice("profile.field.stores_credentials", yes_no, open_list=True)
    roles = Words("profile.field.roles", longest=4_000, hint="profile.hint.roles", required=False)
    connected = Words("profile.field.connected", longest=4_000, hint="profile.hint.connected", required=False)

    places: ClassVar = {
        "profile.roles": "roles",
        "profile.connected": "connected",
        "profile.patients_stored": "patients_stored",
        "profile.interfaces": "interfaces",
    }

    def begin(self) -> dict[str, Any]:
        """The profile as it stands."""
        kept = _profile(self.doing)
        login, lang = {True: "yes", False: "no", None: "unknown"}, self.doing.lang
        roles = [
            " / ".join((one["name"], one["privilege"], say("profile.login." + login[one.get("login")], lang)))
            for one in kept.get("roles") or ()
        ]
        connected = [
            " / ".join((one["name"], say("profile.relation." + one["relation"], lang)))
            for one in kept.get("connected") or ()
        ]
        return {
            "interfaces": [one["kind"] for one in kept.get("interfaces") or ()],
            "no_interfaces": "none" if kept.get("interfaces") == [] else "unknown",
            "data_held": kept.get("data_held") or [],
            "patients_stored": kept.get("patients_stored"),
            "intended_use": kept.get("intended_use") or [],
            "stores_credentials": login[kept.get("stores_credentials")],
            "roles": "\n".join(roles),
            "connected": "\n".join(connected),
        }

    def together(self) -> None:
        """A line of roles has three parts, one of neighbours two."""
        told = self.cleaned_data
        for name, parts in (("roles", 3), ("connected", 2)):
            rows = [[part.strip() for part in line.split("/")] for line in (told.get(name) or "").splitlines()]
            told[name] = [row for row in rows if any(row)]
            if any(len(row) != parts or not all(row) for row in told[name]):
                self.wrong(name, f"profile.error.{name}")
        for name, group, codes in (("roles", "login", _LOGIN), ("connected", "relation", RELATIONS)):
            for row in told.get(name) or ():
                row[-1] = code_of(row[-1], f"profile.{group}", codes)
                if row[-1] not in codes:
                    self.wrong(name, f"profile.error.{name}")
                    break


def _set_profile(doing: Doing, told: dict[str, Any]) -> None:
    kept = _profile(doing)
    standing = kept.get("interfaces") or []
    found: list[dict[str, Any]] = []
    for kind in told["interfaces"]:
        # What was told of an interface beyond its kind stays with it.
        found += [one for one in standing if one["kind"] == kind] or [{"id": kind, "kind": kind}]
    profile: dict[str, Any] = {"id": kept.get("id") or key_of(doing), "version": doing.on.isoformat()}
    if found or told["no_interfaces"] == "none":
        profile["interfaces"] = found
    for name in ("data_held", "intended_use"):
        if told[name]:
            profile[name] = told[name]
    if told["patients_stored"] is not None:
        profile["patients_stored"] = told["patients_stored"]
    if told_yes_no(told["stores_credentials"]) is not None:
        profile["stores_credentials"] = told_yes_no(told["stores_credentials"])
    if told["roles"]:
        profile["roles"] = [
            {"name": name, "privilege": privilege, **({} if login == "unknown" else {"login": login == "yes"})}
            for name, privilege, login in told["roles"]
        ]
    if told["connected"]:
        profile["connected"] = [{"name": name, "relation": relation} for name, relation in told["connected"]]
    set_scoring_profile(key_of(doing), profile, actor=doing.actor)


def _hospital(doing: Doing) -> HospitalPage:
    found = doing.once("hospital", lambda: hospital_page(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    return found


class SiteForm(DoorForm):
    """The kind of site, and what the hospital answered otherwise, with evidence and until when it holds."""

    kind = Choice("site.field.kind", _worded("scoring.site", tuple(SITES)), open_list=True)
    evidence = Line("site.field.evidence", longest=500, hint="site.hint.evidence", required=False)
    expires_on = Day("site.field.expires_on", ahead=True, required=False)

    places: ClassVar = {"site.evidence": "evidence", "site.kind": "kind"}
    folded = tuple(ASKED_AT_SITES)

    def shape(self) -> None:
        """One field for each question of the site."""
        for code in ASKED_AT_SITES:
            values = [value for value in QUESTIONS[code].values if value != "NA"]
            self.fields[code] = Choice(f"scoring.question.{code}", _worded("site.answer", values), required=False)

    def begin(self) -> dict[str, Any]:
        """The site as it stands."""
        kept = _hospital(self.doing).site
        if not kept:
            return {}
        return {
            "kind": kept["kind"],
            "evidence": kept["evidence"],
            "expires_on": kept["expires_on"],
            **kept["answers"],
        }


def _set_site(doing: Doing, told: dict[str, Any]) -> None:
    answers = {code: told[code] for code in ASKED_AT_SITES if told[code]}
    entry = SiteEntry(told["kind"], answers, told["evidence"], told["expires_on"])
    set_site_profile(_hospital(doing).row.key, entry, actor=doing.actor)


class NoteForm(DoorForm):
    """What else stands there, and what is known of it."""

    kind = Choice("site.field.note_kind", _worded("site.note", NOTE_KINDS), open_list=True)
    about = Line("site.field.about")
    body = Words("site.field.body", longest=4_000, required=False)


def _note(doing: Doing, told: dict[str, Any]) -> None:
    note_on_site(_hospital(doing).row.key, told["kind"], told["about"], told["body"], actor=doing.actor)


class NewHospital(DoorForm):
    """An institution with the two persons to turn to."""

    name = Line("portfolio.hospital")
    key = Line("hospitals.field.key", longest=64, hint="hospitals.hint.key")
    prefecture = Line("company.field.prefecture", longest=16, required=False)
    address = Line("company.field.address", longest=300, required=False)
    device_safety = Line("hospitals.field.device_safety", required=False)
    device_safety_phone = Line("hospitals.field.phone", longest=40, required=False)
    information_system = Line("hospitals.field.information_system", required=False)
    information_system_phone = Line("hospitals.field.phone", longest=40, required=False)

    def together(self) -> None:
        """The short name is nobody's yet."""
        if self.cleaned_data.get("key") in dict(offers.of_hospitals(self.doing)):
            self.wrong("key", "hospitals.error.key_stands")


def _register_hospital(doing: Doing, told: dict[str, Any]) -> None:
    contacts = [
        {"role": role, "name": told[role], "phone": told[f"{role}_phone"]}
        for role in ("device_safety", "information_system")
        if told[role]
    ]
    names = ("key", "name", "prefecture", "address")
    register_hospital(**{name: told[name] for name in names}, contacts=contacts, actor=doing.actor)


SCORING_PROFILE = Door("set_scoring_profile", "device", ("set_scoring_profile",), ProfileForm, _set_profile)
REGISTER_HOSPITAL = Door(
    "register_hospital", "", ("register_hospital",), NewHospital, _register_hospital, page="hospitals"
)
OF_HOSPITAL = (
    Door("note_on_site", "hospital", ("note_on_site",), NoteForm, _note),
    Door("set_site_profile", "hospital", ("set_site_profile",), SiteForm, _set_site),
)
"""The doors of a hospital's page."""

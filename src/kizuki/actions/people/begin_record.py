"""The first run: make the company, its licence, its first people with their posts, in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password

from kizuki.actions.company.appoint import OFFICES
from kizuki.actions.company.register_licence import KINDS
from kizuki.actions.people.giving_access import make_link
from kizuki.actions.people.passwords import require_good
from kizuki.actions.rows import text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.people import ROLES
from kizuki.core.refusal import Refused
from kizuki.gateways.mail.sending import is_address
from kizuki.store.models import AccessLink, Appointment, Company, Licence, User
from kizuki.store.people.access_links import anybody, open_link
from kizuki.store.record import clock
from kizuki.store.record.keeping_rows import added, standing


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Somebody of the first hour: how they sign in, their post, and where their link goes."""

    sign_in_name: str
    display_name: str
    role: str
    mail: str = ""
    language: str = "ja"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The company with its licence (`licence_kind`, `licence_number`, `licensed_on`), its people, and from when they
    hold their posts. The first of `people` is the one who does it."""

    company: str
    licence_kind: str
    licence_number: str
    licensed_on: date
    people: Sequence[FirstPerson]
    appointed_on: date
    representative: str = ""
    address: str = ""


def begin_record(entry: Beginning, password: str, *, token: str | None, actor: Actor) -> dict[str, int]:
    """Keep all of it, with the password of the first person only. Returns the id of everybody by sign-in name.

    Everybody else gets a one-time link of a day by mail, where mail reaches them; else `kizuki access` prints it.
    `token` is that of the first run (None: a command on the server). `Refused` where somebody stands in the record
    already, where the token opens no more, and where an entry cannot be.
    """
    people = _people(entry)
    require_good(password, people[0].sign_in_name)
    if entry.licence_kind not in KINDS:
        raise Refused("licence.kind", f"{entry.licence_kind!r} is not one of: {', '.join(KINDS)}")
    number = text(entry.licence_number, "licence.number", longest=64, required=True)
    values = {
        "name": text(entry.company, "company.name", longest=200, required=True),
        "representative": text(entry.representative, "company.representative", longest=200),
        "address": text(entry.address, "company.address", longest=300),
    }
    hashed = make_password(password)
    with verb("begin_record", actor=actor, of=()) as act:
        _require_empty(act, token)
        # The one row of the company is the turnstile: of two who begin at once the second finds it.
        _, new = Company.objects.get_or_create(id=1, defaults=values)
        if not new or anybody():
            raise Refused("access.link", "somebody has begun already")
        days = {"from_on": entry.licensed_on, "recorded_at": act.at}
        licence = added(Licence, number=number, kind=entry.licence_kind, **days)
        made = {}
        subjects = ["company:1", f"licence:{licence.pk}"]
        for place, person in enumerate(people):
            user, named = _keep(act, person, hashed if place == 0 else make_password(None), entry.appointed_on)
            made[person.sign_in_name] = int(user.pk)
            subjects += named
        act.record(subjects=subjects, payload={"people": len(people)})
    return made


def _require_empty(act: Act, token: str | None) -> None:
    if token is None:
        return
    found = open_link(token, clock.now())
    if found is None or found.user_id is not None:
        raise Refused("access.link", "the link opens no more")
    standing(AccessLink, pk=found.id, used_at=None).update(used_at=act.at)


def _people(entry: Beginning) -> list[FirstPerson]:
    if not entry.people:
        raise Refused("people", "names at least who does it")
    names: set[str] = set()
    for place, person in enumerate(entry.people):
        name = text(person.sign_in_name, f"people.{place}.sign_in_name", longest=150, required=True)
        text(person.display_name, f"people.{place}.display_name", longest=200, required=True)
        if name in names:
            raise Refused(f"people.{place}.sign_in_name", f"{name} stands twice")
        names.add(name)
        if person.role not in ROLES:
            raise Refused(f"people.{place}.role", f"{person.role!r} is not one of: {', '.join(ROLES)}")
        if person.mail.strip() and not is_address(person.mail.strip()):
            raise Refused(f"people.{place}.mail", f"{person.mail!r} is no mail address")
    if entry.people[0].role in ("auditor", "reviewer"):
        raise Refused("people.0.role", "who begins the record acts in it")
    return list(entry.people)


def _keep(act: Act, person: FirstPerson, hashed: str, appointed_on: date) -> tuple[User, list[str]]:
    user = added(
        User,
        sign_in_name=person.sign_in_name.strip(),
        display_name=person.display_name.strip(),
        role=person.role,
        language=person.language,
        mail=person.mail.strip(),
        password=hashed,
    )
    subjects = [f"user:{user.pk}"]
    if person.role in OFFICES:
        row = added(Appointment, user=user, office=person.role, from_on=appointed_on, recorded_at=act.at)
        subjects.append(f"appointment:{row.pk}")
    if not user.has_usable_password() and user.mail and settings.MAIL is not None:
        subjects.append(f"access:{make_link(act, user, by_mail=True).pk}")
    return user, subjects

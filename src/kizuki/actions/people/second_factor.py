"""The second factor of a sign-in (認証アプリ): offered, confirmed with a first code, used, and ended."""

from __future__ import annotations

from kizuki.actions.people.giving_access import tell_of_ended_factor
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import RecoveryCode, SecondFactor
from kizuki.store.people.one_time_codes import (
    RECOVERY_CODES,
    digest_of,
    draw_recovery_code,
    draw_secret,
    step_that_fits,
)
from kizuki.store.record import clock
from kizuki.store.record.keeping_rows import added, standing


def begin_second_factor(user_id: int, *, actor: Actor) -> None:
    """Draw a new secret for the person's app; one that was offered before and never confirmed is forgotten.

    `Refused` for somebody else's, and where one stands: it is ended first.
    """
    with verb("begin_second_factor", actor=actor, of=[f"user:{user_id}"]) as act:
        _require_own(act.person, user_id)
        row = _locked_factor(user_id)
        if row is not None and row.confirmed_at is not None:
            raise Refused("second_factor.stands", "an app is in use already; end it first")
        if row is not None:
            row.delete()
        made = added(SecondFactor, person_id=user_id, secret=draw_secret(), began_at=act.at)
        act.record(subjects=[f"user:{user_id}", f"second_factor:{made.pk}"])


def confirm_second_factor(user_id: int, code: str, *, actor: Actor) -> tuple[str, ...]:
    """From now on the person's sign-in and signatures ask for a code of the app that shows this one.

    Returns the codes for the day on which the app is lost, told once. `Refused` where nothing was offered, or where the
    code is not the app's.
    """
    now = clock.of_the_machine()
    with verb("confirm_second_factor", actor=actor, of=[f"user:{user_id}"]) as act:
        _require_own(act.person, user_id)
        row = _locked_factor(user_id)
        if row is None or row.confirmed_at is not None:
            raise Refused("second_factor.none", "no app waits to be confirmed")
        step = step_that_fits(row.secret, code, now, after=row.last_step)
        if step is None:
            raise Refused("code", "is wrong or was used already")
        row.confirmed_at, row.last_step = act.at, step
        row.save(update_fields=["confirmed_at", "last_step"])
        drawn = tuple(draw_recovery_code() for _ in range(RECOVERY_CODES))
        for one in drawn:
            added(RecoveryCode, factor=row, sha256=digest_of(user_id, one))
        act.record(subjects=[f"user:{user_id}", f"second_factor:{row.pk}"], payload={"codes": len(drawn)})
    return drawn


def use_second_factor(user_id: int, code: str, *, actor: Actor) -> bool:
    """Whether this is the code of the person's app now, or one of those for the day of loss; then it opens no more.

    True without an entry where the person has none.
    """
    now = clock.of_the_machine()
    with verb("use_second_factor", actor=actor, of=[f"user:{user_id}"]) as act:
        row = _locked_factor(user_id)
        if row is None or row.confirmed_at is None:
            act.unchanged()
            return True
        step = step_that_fits(row.secret, code, now, after=row.last_step)
        if step is not None:
            row.last_step = step
            row.save(update_fields=["last_step"])
        elif not standing(RecoveryCode, factor=row, sha256=digest_of(user_id, code), used_at=None).update(
            used_at=act.at
        ):
            act.unchanged()
            return False
        told = {"by": "app" if step is not None else "recovery_code"}
        act.record(subjects=[f"user:{user_id}", f"second_factor:{row.pk}"], payload=told)
    return True


def end_second_factor(user_id: int, *, actor: Actor) -> None:
    """From now on the person's password is enough again; the secret and the codes are gone, and every signer is told.

    Its owner has proven themselves with password and code, or a command on the server does it. `Refused` for somebody
    else's, and where there is none.
    """
    with verb("end_second_factor", actor=actor, of=[f"user:{user_id}"]) as act:
        _require_own(act.person, user_id)
        row = _locked_factor(user_id)
        if row is None:
            raise Refused("second_factor.none", "there is no app in use")
        row.secret, row.ended_on = "", clock.today()
        row.save(update_fields=["secret", "ended_on"])
        standing(RecoveryCode, factor=row).delete()
        told = tell_of_ended_factor(act, user_id, row.pk) if row.confirmed_at is not None else 0
        act.record(subjects=[f"user:{user_id}", f"second_factor:{row.pk}"], payload={"told": told})


def _require_own(acting: int | None, person: int) -> None:
    if acting is not None and acting != person:
        raise Refused("actor", "nobody has a say in the second factor of another")


def _locked_factor(person: int) -> SecondFactor | None:
    return standing(SecondFactor, person_id=person, ended_on=None).select_for_update(of=("self",)).first()

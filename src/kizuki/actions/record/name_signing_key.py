"""Name the key that signs exports and backups in the chain, so that a later key is seen to be another one."""

from __future__ import annotations

from kizuki.actions.verb import Actor, verb
from kizuki.store.models import AuditSubject
from kizuki.store.record.signing import make_signing_key


def name_signing_key(*, actor: Actor) -> str:
    """The fingerprint of this installation's signing key, made and entered into the audit with its first use.

    A key that was named before is entered no second time. `Refused` where the key cannot be kept.
    """
    signer = make_signing_key()
    subject = f"signing_key:{signer}"
    if not AuditSubject.objects.filter(subject=subject).exists():
        with verb("name_signing_key", actor=actor, of=()) as act:
            act.record(subjects=[subject], payload={"signer": signer})
    return signer

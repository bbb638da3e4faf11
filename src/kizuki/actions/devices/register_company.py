"""Register the company whose record this is."""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.actions.rows import stand, standing, text
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Company


def register_company(
    *,
    name: str,
    representative: str = "",
    address: str = "",
    contact: Mapping[str, str] | None = None,
    numbers: Mapping[str, str] | None = None,
    actor: Actor,
) -> bool:
    """Name the marketing authorization holder (製造販売業者), its representative (代表者) and contact (担当者).

    `contact` has name, department, phone, fax, email; `numbers` the company_no (業者コード), registration_no and
    identification_no of the forms. True where anything changed.
    """
    values = {
        "name": text(name, "company.name", longest=200, required=True),
        "representative": text(representative, "company.representative", longest=200),
        "address": text(address, "company.address", longest=300),
        "contact": {key: text(said, f"company.contact.{key}", longest=200) for key, said in (contact or {}).items()},
        "numbers": {key: text(said, f"company.numbers.{key}", longest=64) for key, said in (numbers or {}).items()},
    }
    with verb("register_company", actor=actor, of=standing(Company, id=1)) as act:
        _company, changed = stand(Company, {"id": 1}, values)
        if not changed:
            act.unchanged()
        else:
            act.record(subjects=["company:1"], payload={"changed": changed})
    return bool(changed)

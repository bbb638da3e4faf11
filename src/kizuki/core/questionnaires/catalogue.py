"""The catalogue of facts behind the questionnaires: whose each is, what kind it is, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kizuki.core.glossary import Lang
from kizuki.core.questionnaires.editions import Kind, loaded
from kizuki.core.refusal import Refused

Owner = Literal["company", "device", "release", "hospital", "sheet"]

_OWNERS: Mapping[str, Owner] = {
    "company": "company",
    "installation": "hospital",
    "sbom": "release",
    "sheet": "sheet",
}
"""Whose a fact is, by the first part of its name; every other part is the device's."""

ANSWERS = ("yes", "no", "not_applicable", "text", "withdrawn")
"""What can be told of a fact; `withdrawn`: it is not known any more."""

DERIVED = frozenset(
    {
        *("company.name", "device.description", "device.model", "sheet.number", "sheet.issued_on"),
        *("sbom.available", "sbom.standard_format", "sbom.has_names", "sbom.has_suppliers", "sbom.has_versions"),
        *("installation.release_current", "installation.disclosure_handed"),
    }
)
"""What the record itself tells where it can; only where it cannot, a person's word is asked."""

_NEVER_TOLD = frozenset({"company.name", "sheet.number", "sheet.issued_on"})
"""What the record always tells."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its name, whose it is, of what kind, under which section it is asked for, and what it is called."""

    name: str
    owner: Owner
    kind: Kind
    section: str
    ja: str
    en: str

    def said(self, lang: Lang) -> str:
        """What it is called."""
        return self.ja if lang == "ja" else self.en


def owner_of(name: str) -> Owner:
    """Whose a fact is, by its name."""
    return _OWNERS.get(name.partition(".")[0], "device")


_FURTHER: Mapping[str, tuple[Kind, str, str]] = {
    "company.incident_contact": ("text", "攻撃・異常時の連絡先（平日の昼間）", "Whom to call when attacked, by day"),
    "company.incident_contact_night": (
        "text",
        "攻撃・異常時の連絡先（夜間・休日）",
        "Whom to call when attacked, at night",
    ),
    "installation.admin_accounts": (
        "yes_no",
        "管理者権限の対象者を定めている",
        "Who has administrator rights is settled",
    ),
    "installation.default_passwords_changed": ("yes_no", "初期パスワードを変更した", "Factory passwords are changed"),
    "audit.integrity": ("yes_no", "ログを改ざんから守る", "Log guarded against change"),
    "hard.ports": ("yes_no", "不要なポートを閉じている", "Unneeded ports off"),
    "access.password_rules": ("yes_no", "パスワードの規則を強制できる", "Password rules can be enforced"),
    "net.usb": ("yes_no", "USBがある", "Has USB"),
}
"""Facts that no item asks for alone, with their words."""


@cache
def catalogue() -> Mapping[str, Fact]:
    """Every fact by name. A fact that one item asks for alone is called like that item."""
    found: dict[str, Fact] = {}
    for edition in sorted(loaded(), key=lambda one: one.per != "release"):
        for item in edition.items:
            for name in item.all_facts:
                kind, ja, en = _FURTHER.get(name, (item.kind, item.ja, item.en))
                found.setdefault(name, Fact(name, owner_of(name), kind, item.section or "R7", ja, en))
    for name, (kind, ja, en) in _FURTHER.items():
        found.setdefault(name, Fact(name, owner_of(name), kind, "R7", ja, en))
    return found


def fact_of(name: str) -> Fact:
    """The fact; `Refused` where the catalogue has none of this name."""
    found = catalogue().get(name)
    if found is None:
        raise Refused(f"facts.{name}", "is not a fact of the catalogue")
    return found


def asked_of(owner: Owner) -> tuple[Fact, ...]:
    """The facts that people tell of an owner; of a release those of its device too, where one release differs."""
    owners = ("release", "device") if owner == "release" else (owner,)
    return tuple(fact for fact in catalogue().values() if fact.owner in owners and fact.name not in _NEVER_TOLD)

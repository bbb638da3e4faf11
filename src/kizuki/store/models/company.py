"""The company through time: licences, addresses, who holds which office of GVP, and to whom it reports."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.devices import Device
from kizuki.store.models.in_force import InForce
from kizuki.store.models.people import User


class Licence(InForce):
    """A licence (許可番号). `kind` is first, second or third class marketing (第一種…第三種医療機器製造販売業),
    manufacturing or repair."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        # A row in force ends, and a dated entry is corrected, by another row that follows it.
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="number kind",
        subject="licence",
        reader="kizuki.store.queries.company:company_on",
    )

    number = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)


class CompanyName(InForce):
    """What the company is called (商号) and who represents it, on these days; outside them `Company` says both.
    A `representative` of '' is the one that `Company` names."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        plain={Why.COMPANY: "name representative"},
        subject="company_name",
        reader="kizuki.store.queries.company:standing_company",
    )

    name = models.CharField(max_length=200)
    representative = models.CharField(max_length=200, blank=True)


class CompanyAddress(InForce):
    """An address of the company: its main office, the office of the general manager, another site."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="kind postal_code",
        plain={Why.COMPANY: "address"},
        subject="address",
        reader="kizuki.store.queries.company:company_on",
    )

    kind = models.CharField(max_length=24)
    postal_code = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=300)


class Appointment(InForce):
    """A person holds an office of GVP (総括製造販売責任者, 安全管理責任者, …)."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="office",
        subject="appointment",
        reader="kizuki.store.queries.company:company_on",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    office = models.CharField(max_length=32)


class ReviewerContract(InForce):
    """A named reviewer of another house signs as a second person on these days; `reference` is the contract's."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        plain={Why.STAFF: "reference"},
        subject="contract",
        reader="kizuki.store.queries.self_inspection:self_inspection",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contracts")
    reference = models.CharField(max_length=120)


class Capacity(InForce):
    """In which capacity the company reports on a device (第228条の20第2項柱書): as holder, as 選任製造販売業者 of a
    foreign holder, or as foreign special approval holder (特例). `counterpart` is the other of the two."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="capacity country",
        plain={Why.COMPANY: "counterpart"},
        subject="capacity",
        reader="kizuki.store.queries.company:capacity_on",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="capacities")
    capacity = models.CharField(max_length=32)
    counterpart = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)


class Addressee(InForce):
    """To whom something is sent: a unit of PMDA, its fax, an account of its portal, a prefecture, a ministry."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="kind phone fax account",
        plain={Why.HOSPITAL: "prefecture name unit email address"},
        subject="addressee",
        reader="kizuki.store.queries.company:addressees_on",
    )

    kind = models.CharField(max_length=24)
    prefecture = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=200, blank=True)
    account = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)

"""What an attacker tried at the pages of lists, findings, patches and periods, told in one story each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kizuki.actions.devices.start_patch import start_patch
from kizuki.actions.findings.open_case_from_findings import open_case_from_findings
from kizuki.actions.findings.sets import preview as preview_of
from kizuki.core.refusal import Refused
from kizuki.store.components.merged import match_after_merging
from kizuki.store.devices.known_names import our_devices
from kizuki.store.models import Case, ComponentMerge, Device, Match, PeriodReport, RunningPeriod, ToldCase
from kizuki.store.queries.checking.of_the_day import keep_out
from kizuki.store.queries.patches import patches_of_device
from kizuki.store.queries.period_reports import periods_of, printed_period_report
from kizuki.store.record.clock import today
from tests.access.asking import page, signed_in
from tests.access.cast import GONE, ON, World
from tests.actions.record import TESTER
from tests.planted import planted
from tests.store.audit.everything import make_row

pytestmark = pytest.mark.django_db

SECRET_NAME = "KZK-2026-0001"
OTHERS = "not_named", "other_product"


@pytest.mark.parametrize("name", OTHERS)
def test_the_head_of_a_finding_does_not_tell_a_secret_one_from_none(world: World, name: str) -> None:
    client = signed_in(world, name)
    release = world.public["release"]
    asked = [reverse("finding", args=[match, release]) for match in (world.secret["match"], GONE)]
    assert [client.head(address).status_code for address in asked] == [404, 404]


def test_the_address_of_a_merged_finding_leads_nobody_to_a_secret_one(world: World) -> None:
    secret = Match.objects.get(pk=world.secret["match"])
    with planted():
        old = make_row(type(secret.component), 901)
        former = make_row(Match, 902, component=old, advisory=secret.advisory)
        ComponentMerge.objects.create(old=old, into=secret.component)
    assert match_after_merging(world.viewer("writer"), former.pk) == secret.pk
    release = world.public["release"]
    told = page(signed_in(world, "not_named"), reverse("finding", args=[former.pk, release]))
    assert told == page(signed_in(world, "not_named"), reverse("finding", args=[GONE, release]))


def preview(client: Client, kind: str, text: str) -> Any:
    file = SimpleUploadedFile("list.csv", text.encode())
    return client.post(reverse("import", args=[kind]), {"file": file, "step": "preview"})


LISTS = {
    "devices": "key,brand\n{key},名\n",
    "units": "device,serial\n{key},SN-1\n",
    "periods": "device,form,first_on,last_on\n{key},12,2025-05-10,2026-05-09\n",
    "cases": "number,device,title,learned_on,kind\nA-1,{key},題,2026-05-01,event\n",
    "decisions": "number,device,reason,decided_on,decided_by,vulnerability\nA-1,{key},x,2026-05-01,y,CVE-2026-1\n",
}


@pytest.mark.parametrize("kind", sorted(LISTS))
def test_the_preview_of_a_list_does_not_tell_a_device_of_another_product_from_none(world: World, kind: str) -> None:
    client, key = signed_in(world, "other_product"), Device.objects.get(pk=world.public["device"]).key
    there, gone = (
        preview(client, kind, LISTS[kind].format(key=one)).content.decode().replace(one, "KEY")
        for one in (key, "zz9")
    )
    there, gone = (one[one.index("<main") :] for one in (there, gone))
    rows = [one.split("<tbody")[-1].split("</tbody")[0] for one in (there, gone)]
    assert "KEY" in rows[0]
    assert rows[0] == rows[1]


def test_a_list_from_abroad_means_devices_of_the_own_product_alone(world: World) -> None:
    assert {one.id for one in our_devices(world.viewer("other_product"))} == {world.public["other"]}


def test_no_guess_in_a_report_finds_out_what_is_under_embargo(world: World) -> None:
    assert SECRET_NAME in keep_out(world.viewer("writer"))["vulnerability"]
    assert not keep_out(world.viewer("not_named"))["vulnerability"]


def test_a_patch_names_what_it_closes_to_those_who_see_it(world: World) -> None:
    device = Device.objects.get(pk=world.public["device"])
    start_patch(device.key, "P-1", fixes=[SECRET_NAME, "CVE-2026-7777"], on=ON, actor=TESTER)
    told = {
        name: patches_of_device(world.viewer(name), device.pk)[0].progress.fixes for name in ("writer", "not_named")
    }
    assert told == {"writer": ("CVE-2026-7777", SECRET_NAME), "not_named": ("CVE-2026-7777",)}


def test_a_periodic_report_is_read_by_those_who_see_all_that_it_tells(world: World) -> None:
    """It is computed from every case: its bytes tell of the secret ones too, and so do its steps and the verbs on it."""
    device = world.public["device"]
    with planted():
        whole = make_row(RunningPeriod, 903, device_id=device, first_on=date(2025, 8, 1), last_on=date(2026, 8, 31))
        before = make_row(RunningPeriod, 904, device_id=device, first_on=date(2020, 1, 1), last_on=date(2020, 12, 31))
        reports = [
            make_row(PeriodReport, 905 + at, device_id=device, period=period, first_on=period.first_on)
            for at, period in enumerate((whole, before))
        ]
        ToldCase.objects.create(report=reports[0], case_id=world.secret["case"])
    seen_by = {
        name: [printed_period_report(world.viewer(name), device, one.pk) is not None for one in reports]
        for name in ("writer", "not_named")
    }
    assert seen_by == {"writer": [True, True], "not_named": [False, True]}
    shown = {row.id for period in periods_of(world.viewer("not_named"), device) for row in period.reports}
    assert shown == {reports[1].pk}


def test_a_case_is_opened_of_a_public_finding_beside_a_hidden_one_of_the_same(world: World) -> None:
    """Its key is taken by a case under embargo: that is no answer for who may not know of it."""
    key = (world.public["match"], world.public["release"])
    with planted():
        Case.objects.filter(pk=world.secret["case"]).update(key=f"finding-{key[0]}-{key[1]}")

    def opened(name: str) -> int:
        return open_case_from_findings([key], "件", token=preview_of([key])[1], on=today(), actor=world.actor(name))

    with pytest.raises(Refused, match="is open already"):
        opened("writer")
    assert opened("not_named") != world.secret["case"]

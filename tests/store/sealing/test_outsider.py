"""Who has only a backup, an export and a binder of one case, printed PDFs and the bytes of the database reads nothing of
other patients and nothing of what is under embargo, however it is encoded or packed."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.db import connection

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.note import note
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.reports.draft_form import draft_form
from kizuki.store.models import Case, Device, StoredDocument, User
from tests.actions.office import person
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY
from tests.store.sealing.planting import NAME as PATIENT
from tests.store.sealing.planting import PLANTED, furnished
from tests.store.sealing.test_nowhere_in_the_clear import written
from tests.this_record import kizuki

SECRET = "暗証楢山事件"
"""What is said of what is under embargo, in every text of it."""
OWN = "患者梶村の経過"
"""A patient of the case that is exported: what asked for it holds that, in the clear."""

pytestmark = pytest.mark.django_db(transaction=True)


def unpacked(name: str, content: bytes, deep: int = 6) -> Iterator[tuple[str, bytes]]:
    """The bytes, and whatever is packed in them: archives, compressed streams and the text of PDFs."""
    yield name, content
    if not deep:
        return
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from unpacked(f"{name}!{member}", archive.read(member), deep - 1)
    for place in (found.start() for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content)):
        try:
            yield from unpacked(f"{name}@{place}", zlib.decompressobj().decompress(content[place:], 10_000_000), 0)
        except zlib.error:
            continue
    if content.startswith(b"%PDF-"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        text = "".join(page.extract_text() for page in reader.pages)
        yield f"{name} (text)", re.sub(r"[\s\u200b]+", "", text).encode()
        yield f"{name} (about)", str(reader.metadata).encode()
        for attached in reader.attachments.values():
            for one in attached:
                yield from unpacked(f"{name} (attached)", one, deep - 1)


def places_of(word: str, name: str, content: bytes) -> list[str]:
    """Where the word stands, in any encoding: half of it is enough."""
    halves = [written(word[:4]), written(word[-4:]), re.compile(re.escape(word.encode("cp932")))]
    halves.append(re.compile(re.escape(word.encode("euc-jp"))))
    return [place for place, found in unpacked(name, content) if any(half.search(found) for half in halves)]


@pytest.mark.parametrize(
    "packed", ["utf-8", "utf-16-le", "utf-16-be", "cp932", "euc-jp", "zip", "zlib", "tar"], ids=lambda one: one
)
def test_the_search_finds_a_word_however_it_is_packed(packed: str) -> None:
    plain, out = f"said: {SECRET}.".encode(), io.BytesIO()
    if packed == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", plain * 50)
    elif packed == "tar":
        with tarfile.open(fileobj=out, mode="w") as archive_of_tapes:
            told = tarfile.TarInfo("a")
            told.size = len(plain)
            archive_of_tapes.addfile(told, io.BytesIO(plain))
    elif packed == "zlib":
        out.write(b"before" + zlib.compress(plain * 50))
    else:
        out.write(f"said: {SECRET}.".encode(packed))
    assert places_of(SECRET, "file", out.getvalue())


def secret_cast(scene_device: int) -> None:
    """Information, a case, a vulnerability, an incident and an attachment under embargo, on the device of the case."""
    readers = [User.objects.get(sign_in_name=name).pk for name in ("reader1", "reader2")]
    told = InformationEntry(
        source="finder",
        receipts=[ReceiptEntry(TODAY, name=f"{SECRET}の発見者")],
        texts={"summary": f"{SECRET}の概要", "patient": PATIENT},
        original=(f"mail: {SECRET}".encode(), "message/rfc822"),
        confidential=Confidential(tuple(readers), date(2027, 1, 1)),
    )
    receive_information(told, on=TODAY, actor=TESTER)
    device = Device.objects.get(pk=scene_device)
    entry = CaseEntry(key="secret", device=device.key, title=f"{SECRET}の件", facts=DEATH_IN_JAPAN)
    secret = open_case(replace(entry), on=TODAY, actor=TESTER)
    note(secret, f"{SECRET}に関する電話", actor=TESTER)
    attach_document(secret, f"{SECRET}.txt", f"{SECRET}の記録".encode(), actor=TESTER)
    describe(secret, {"remarks": f"{SECRET}の経過"}, actor=TESTER)
    set_embargo(f"case:{secret}", True, readers, f"{SECRET}の公開前", until=date(2027, 1, 1), actor=TESTER)
    hole = VulnerabilityEntry(
        f"{SECRET}の裏口",
        "own_code",
        TODAY,
        details=f"{SECRET}の手口",
        references=(f"https://example.org/{SECRET}",),
        confidential=Confidential(tuple(readers), date(2027, 1, 1)),
    )
    enter_vulnerability(hole, on=TODAY, actor=TESTER)
    incident = open_incident(IncidentEntry("event", f"{SECRET}の病棟", TODAY), on=TODAY, actor=TESTER)
    set_embargo(f"incident:{incident}", True, readers, f"{SECRET}の公開前", until=date(2027, 1, 1), actor=TESTER)


def bytes_of_the_database() -> Iterator[tuple[str, bytes]]:
    """The files in which the database keeps its tables and its log."""
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        files = [file, *file.parent.glob(f"{file.name}-*")]
    else:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            folder = Path(cursor.fetchone()[0])
        files = [path for part in ("base", "pg_wal") for path in (folder / part).rglob("*")]
    yield from ((str(path), path.read_bytes()) for path in files if path.is_file())


def test_an_outsider_reads_no_patient_and_nothing_under_embargo(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    scene = furnished()
    for name, role in (("reader1", "safety_manager"), ("reader2", "general_manager")):
        person(name, role)
    # Of the case that goes out: its own patient, in a note and in its form.
    case = scene.case
    note(case, OWN, actor=TESTER)
    draft_form(case, 8, actor=TESTER)
    # Every sealed column of other cases and rooms: their patient is another one.
    other = open_case(
        CaseEntry(key="other", device=Device.objects.get(pk=scene.device).key, title="別の件", facts=DEATH_IN_JAPAN),
        on=TODAY,
        actor=TESTER,
    )
    for plant in dict.fromkeys(PLANTED.values()):
        plant(replace(scene, case=other))
    secret_cast(scene.device)
    papers = [row.content for row in StoredDocument.objects.filter(media_type="application/pdf")]
    assert papers, "a report was printed"

    kizuki(request, "backup", tmp_path / "record.backup")
    number = Case.objects.get(pk=case).number
    kizuki(request, "audit", "export", number, tmp_path / "case.zip")
    kizuki(request, "audit", "binder", number, tmp_path / "binder.pdf", "--on", "2026-08-10")

    for path in sorted(tmp_path.iterdir()):
        found = path.read_bytes()
        for word in (PATIENT, SECRET):
            assert not places_of(word, path.name, found)
        asked_for = path.name in ("case.zip", "binder.pdf", "binder.json")
        assert bool(places_of(OWN, path.name, found)) == asked_for, f"{path.name}: the search itself works"
    for name, content in bytes_of_the_database():
        for word in (PATIENT, SECRET, OWN):
            assert not any(one.search(content) for one in (written(word[:4]), written(word[-4:]))), name

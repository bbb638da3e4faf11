"""`python -m tests.store.kept.making`: keeps a record of this release, made by its verbs, for later ones to open."""

from __future__ import annotations

import lzma
import os
import sqlite3
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def _work() -> None:
    from kizuki.actions.cases.answer_facts import answer_facts
    from kizuki.actions.cases.describe import describe
    from kizuki.actions.cases.determine import determine
    from kizuki.actions.cases.note import note
    from kizuki.actions.devices.register_user import register_user
    from kizuki.actions.reports.draft_form import draft_form
    from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case

    company_and_pump()
    register_user(sign_in_name="a", display_name="安全 花子", role="safety_manager", actor=TESTER)
    matter: dict[str, Any] = DEATH_IN_JAPAN["matters"][0]
    serious = {"matters": [matter | {"harms": [{"severity": "serious", "criterion": 3, "predictable": False}]}]}
    foreign = {"matters": [matter | {"locus": "foreign", "notes": "親会社からの連絡"}]}
    for key, facts in (("death", DEATH_IN_JAPAN), ("serious", serious), ("foreign", foreign)):
        case = opened_case(key, facts, parts={"event": {"situation": "輸液中に停止した"}}, opened_on=date(2026, 6, 1))
        note(case, f"{key}：病院の担当者から電話を受けた", actor=TESTER)
        determine(case, on=TODAY, actor=TESTER)
        describe(case, {"patient": {"initials": "K.S.", "sex": "male"}}, actor=TESTER)
        draft_form(case, 8, actor=TESTER)
    later = {"matters": [matter | {"notes": "二度目の電話"}]}
    case = opened_case("answered", DEATH_IN_JAPAN)
    answer_facts(case, later, revision=1, on=TODAY, actor=TESTER)
    determine(case, on=TODAY, actor=TESTER)


def as_backup(database: Path, out: Path) -> None:
    """A kept record as the archive that `kizuki backup` of its release would have made of it."""
    import msgspec

    from kizuki.store.backup.archive import DATABASE, MANIFEST, UNSIGNED_FORMAT, Manifest, digest_of_file

    with sqlite3.connect(database) as kept:
        migrations = sorted(f"{app} {name}" for app, name in kept.execute("SELECT app, name FROM django_migrations"))
        names = [row[0] for row in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = {
            name: kept.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in names
            if not name.startswith("sqlite_") and name != "django_session"
        }
        entries, head = kept.execute("SELECT seq, hash FROM store_auditentry ORDER BY seq DESC LIMIT 1").fetchone()
    kept.close()
    size, sha256 = database.stat().st_size, digest_of_file(database)
    made = "2026-11-24T00:00:00+00:00"
    told = Manifest(
        UNSIGNED_FORMAT, "0.1.0", made, "sqlite", tuple(migrations), entries, head, tables, (), size, sha256
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, msgspec.json.encode(told))
        archive.write(database, DATABASE)


def main() -> None:
    """Make the record in a temporary folder and keep it beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kept.sqlite3"
        os.environ["DATABASE_URL"] = f"sqlite://{file}"
        from kizuki.store.record.opening import open_record, prepare_record

        open_record()
        prepare_record()
        _work()
        from django.db import connection

        connection.close()
        with sqlite3.connect(file) as database:
            newest = database.execute("SELECT max(name) FROM django_migrations WHERE app = 'store'").fetchone()[0]
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("VACUUM")
        database.close()
        (FOLDER / f"{newest}.sqlite3.xz").write_bytes(lzma.compress(file.read_bytes(), preset=9))


if __name__ == "__main__":
    main()

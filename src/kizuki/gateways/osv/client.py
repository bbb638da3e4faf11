"""The records of OSV by ecosystem: the whole archive at first, then each record that its list calls modified.

Terms: `core/feeds/terms.toml`; GitHub's advisories come through here, in every ecosystem that GitHub covers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from urllib.parse import quote

from kizuki.core.refusal import Refused
from kizuki.gateways.files.unzipping import members
from kizuki.gateways.http import Asking, Client, Cursor, FetchFailed, Page, batches, json_of, require

ECOSYSTEMS = (
    "PyPI",
    "npm",
    "Go",
    "crates.io",
    "NuGet",
    "Maven",
    "RubyGems",
    "Packagist",
    "Debian",
    "Alpine",
    "Bitnami",
)
"""What is fetched where the settings name nothing else."""

MOST_BYTES_OF_AN_ARCHIVE = 2 * 1024 * 1024 * 1024


def pages(client: Client, asking: Asking, cursor: Cursor) -> Iterator[Page]:
    """Every ecosystem after another. Cursor, by ecosystem: `since`, and inside a run `until` and `after`."""
    total, wanted = 0, asking.parts or ECOSYSTEMS
    for ecosystem in wanted:
        address = f"{asking.url}/{quote(ecosystem)}"
        changes = _changes(client, address)
        total += len(changes)
        for page in _of_ecosystem(client, address, changes, dict(cursor.get(ecosystem, {}))):
            cursor = {**cursor, ecosystem: page.cursor}
            yield Page(page.content, cursor, f"{ecosystem} {page.what}")
    yield Page(None, cursor, announced=total, complete=True)


def _changes(client: Client, address: str) -> list[tuple[str, str]]:
    """(instant, number) of every record, by `modified_id.csv`, oldest first."""
    answer = client.get(f"{address}/modified_id.csv", most_bytes=256 * 1024 * 1024)
    rows = [line.split(",", 1) for line in (answer.content or b"").decode(errors="replace").splitlines() if line]
    require(bool(rows) and all(len(row) == 2 and row[0][:1].isdigit() for row in rows), answer, "no list of changes")
    return sorted((at, number.strip()) for at, number in rows)


def _of_ecosystem(client: Client, address: str, changes: list[tuple[str, str]], cursor: Cursor) -> Iterator[Page]:
    newest = changes[-1][0]
    since, until = cursor.get("since"), cursor.get("until") or newest
    if since is None:
        records, count = _archive(client, address, str(cursor.get("after", ""))), len(changes)
        for last, taken, content in batches(records):
            yield Page(content, {"until": until, "after": last}, f"{taken:,} / {count:,}")
    else:
        after = tuple(cursor.get("after", (since, "\U0010ffff")))
        wanted = [row for row in changes if row > after and row[0] <= until]
        changed = ((row, _record(client, address, row[1])) for row in wanted)
        for row, taken, content in batches(changed):
            yield Page(content, {"since": since, "until": until, "after": list(row)}, f"{taken:,} / {len(wanted):,}")
    yield Page(None, {"since": until})


def _archive(client: Client, address: str, after: str) -> Iterator[tuple[str, bytes]]:
    """The records of the whole archive, in order of name, without those that were taken before."""
    with tempfile.TemporaryFile() as file:
        answer = client.get(f"{address}/all.zip", most_bytes=MOST_BYTES_OF_AN_ARCHIVE, into=file)
        try:
            for name, content in members(file):
                if name > after and name.endswith(".json"):
                    yield name, content
        except Refused as refused:
            raise FetchFailed("wrong_content", answer.url, str(refused)) from None


def _record(client: Client, address: str, number: str) -> bytes:
    answer = client.get(f"{address}/{quote(number)}.json")
    value = json_of(answer)
    require(isinstance(value, dict) and value.get("id") == number, answer, "no record of OSV")
    return answer.content or b""

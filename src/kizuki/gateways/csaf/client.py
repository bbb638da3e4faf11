"""The documents of CSAF providers: from `provider-metadata.json` through ROLIE feeds, or `changes.csv` of a directory.

Each document's SHA-512 or SHA-256 is held against the file that the provider puts beside it. OpenPGP signatures are
not verified here. Only addresses on the host that the settings name are followed.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from kizuki.gateways.http import Answer, Asking, Client, Cursor, FetchFailed, Page, batches, json_of, require


@dataclass(frozen=True, slots=True)
class Listed:
    """A document that a provider lists: its address, when it changed, and where its digest stands (may be empty)."""

    url: str
    at: str
    digest_url: str = ""


def pages(client: Client, asking: Asking, cursor: Cursor) -> Iterator[Page]:
    """Every provider after another: what it lists as changed since.

    Cursor, by provider: `since`, inside a run `until` and `after`, and `again`, the documents that failed.
    """
    total = 0
    for provider in asking.parts:
        listed = sorted(_listed(client, provider), key=lambda row: (row.at, row.url))
        total += len(listed)
        for page in _of_provider(client, listed, dict(cursor.get(provider, {}))):
            cursor = {**cursor, provider: page.cursor}
            yield Page(page.content, cursor, f"{urlsplit(provider).hostname} {page.what}", problems=page.problems)
    yield Page(None, cursor, announced=total, complete=True)


def _of_provider(client: Client, listed: list[Listed], cursor: Cursor) -> Iterator[Page]:
    since = str(cursor.get("since", ""))
    until = str(cursor.get("until") or (listed[-1].at if listed else since))
    after = tuple(cursor.get("after", (since, "\U0010ffff")))
    again = [url for url in cursor.get("again", ()) if isinstance(url, str)]
    wanted = [row for row in listed if row.url in again or ((row.at, row.url) > after and row.at <= until)]
    problems: dict[str, str] = {}
    for row, count, content in batches(_documents(client, wanted, problems)):
        place = max((row.at, row.url), after)
        held = {"since": since, "until": until, "after": list(place), "again": sorted({*again, *problems})}
        yield Page(content, held, f"{count:,} / {len(wanted):,}")
    # What could not be taken is tried again the next time.
    left = {"again": sorted(problems)} if problems else {}
    yield Page(None, {"since": until, **left}, problems=tuple(problems.values()))


def _documents(client: Client, wanted: list[Listed], problems: dict[str, str]) -> Iterator[tuple[Listed, bytes]]:
    """The documents, one a line; one that cannot be taken is a problem of its own, and the others go on."""
    for row in wanted:
        try:
            yield row, _document(client, row)
        except FetchFailed as fault:
            if fault.code not in ("status", "wrong_content", "digest"):
                raise
            problems[row.url] = str(fault)


def _document(client: Client, row: Listed) -> bytes:
    answer = client.get(row.url)
    value = json_of(answer)
    require(isinstance(value, dict) and "document" in value, answer, "no CSAF document")
    content = answer.content or b""
    if row.digest_url:
        told = (client.get(row.digest_url).content or b"").decode(errors="replace").split()
        algorithm = "sha256" if row.digest_url.endswith("sha256") else "sha512"
        if not told or told[0].lower() != hashlib.new(algorithm, content).hexdigest():
            raise FetchFailed("digest", row.url, algorithm)
    return content


def _listed(client: Client, provider: str) -> list[Listed]:
    answer = client.get(provider)
    metadata = json_of(answer)
    rows = metadata.get("distributions") if isinstance(metadata, dict) else None
    require(isinstance(rows, list) and bool(rows), answer, "no provider metadata with distributions")
    found: dict[str, Listed] = {}
    for row in rows or []:
        rolie = row.get("rolie") if isinstance(row, dict) else None
        feeds = rolie.get("feeds") if isinstance(rolie, dict) else []
        for feed in feeds if isinstance(feeds, list) else []:
            if isinstance(feed, dict) and str(feed.get("tlp_label", "")).upper() in (
                "WHITE",
                "CLEAR",
                "UNLABELED",
                "",
            ):
                found |= {held.url: held for held in _of_rolie(client, provider, str(feed.get("url", "")))}
        if isinstance(row, dict) and row.get("directory_url"):
            found |= {held.url: held for held in _of_directory(client, provider, str(row["directory_url"]))}
    return list(found.values())


def _of_rolie(client: Client, provider: str, url: str) -> list[Listed]:
    answer = client.get(_same_host(provider, url, answer=None))
    value = json_of(answer)
    feed = value.get("feed") if isinstance(value, dict) else None
    entries = feed.get("entry") if isinstance(feed, dict) else None
    require(isinstance(entries, list) and all(isinstance(row, dict) for row in entries), answer, "no ROLIE feed")
    found = []
    for entry in entries or []:
        links = {
            str(link.get("rel")): str(link.get("href")) for link in entry.get("link", ()) if isinstance(link, dict)
        }
        digest = links.get("hash", "")
        content = entry.get("content")
        address = str((content.get("src") if isinstance(content, dict) else "") or links.get("self", ""))
        found.append(
            Listed(
                _same_host(provider, address, answer),
                str(entry.get("updated", "")),
                _same_host(provider, digest, answer) if digest else "",
            )
        )
    return found


def _of_directory(client: Client, provider: str, url: str) -> list[Listed]:
    folder = _same_host(provider, url if url.endswith("/") else f"{url}/", answer=None)
    answer = client.get(urljoin(folder, "changes.csv"))
    lines = (answer.content or b"").decode(errors="replace").splitlines()
    rows = [row for row in csv.reader(lines) if row]
    require(all(len(row) == 2 for row in rows), answer, "no list of changes")
    return [
        Listed(
            _same_host(provider, urljoin(folder, path), answer),
            at,
            _same_host(provider, urljoin(folder, path), answer) + ".sha512",
        )
        for path, at in rows
    ]


def _same_host(provider: str, url: str, answer: Answer | None) -> str:
    """The address, where it is on the provider's own host; a list must not send us elsewhere."""
    if urlsplit(url).netloc != urlsplit(provider).netloc:
        raise FetchFailed("other_host", url or provider, answer.url if answer else provider)
    return url

"""What `bench.pages` fills and measures, each in a process of its own."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

PASSWORD = "bench " * 4
MANAGER, PORT = "anzen", 8497
ADDRESSES, TIMES, MOST_WALKED = 2, 12, 900
SLOWEST, LARGEST, USABLE = 0.1, 60_000, 1.0
OPEN = 200
"""Cases that are open; the rest are of the years before."""


def fill(rows: int, cases: int) -> None:
    """The sample, a portfolio with its findings, and cases by the verb that opens them."""
    from bench.filling import fill as fill_portfolio
    from bench.portfolio import Size
    from kizuki.actions.cases.open_case import CaseEntry, open_case
    from kizuki.actions.findings.match_everything import match_everything
    from kizuki.actions.findings.start_match_run import start_match_run
    from kizuki.actions.verb import Actor
    from kizuki.sample.load import load_sample
    from kizuki.store.findings.tallies import count_device, outdated
    from kizuki.store.models import Device
    from kizuki.store.record import clock

    on, actor = clock.today(), Actor.program("bench")
    fill_portfolio(Size(rows, rows // 3))
    load_sample(password=PASSWORD)
    match_everything(start_match_run(actor=actor), on=on, actor=actor)
    keys = list(Device.objects.order_by("pk").values_list("key", flat=True))
    for number in range(cases):
        facts = {"device": {"own": True, "designated": False}, "matters": [_matter(number, on)]}
        entry = CaseEntry(f"bench-{number}", keys[number % len(keys)], f"動作の停止 {number}", facts)
        open_case(entry, on=on, actor=actor)
    _close(cases - OPEN)
    for device in outdated():
        count_device(device)


def _close(count: int) -> None:
    """The first of them are closed with everything that they owed: past the triggers, which stand again afterwards; what
    the chain says of it is not asked here."""
    from django.db import connection

    of_these = f"IN (SELECT id FROM store_case WHERE key LIKE 'bench-%' ORDER BY id LIMIT {count})"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        ended = "state = 'ended', ended_at = opened_at, ended_by = 'close_case'"
        cursor.execute(f"UPDATE store_obligation SET {ended} WHERE case_id {of_these}")
        cursor.execute(f"UPDATE store_case SET state = 'closed', clock = '', clock_on = NULL WHERE id {of_these}")
        cursor.execute(f"UPDATE store_task SET state = 'done' WHERE case_id {of_these}")
        for _, made in triggers:
            cursor.execute(made)


def _matter(number: int, on: date) -> dict[str, Any]:
    """One event in four harmed somebody, one in twenty gravely; of one in three nobody knows yet."""
    harm = {"predictable": True, "trend_unpredictable": False, "trend_hazard": False}
    harms = (
        [{"severity": "death", **harm}]
        if number % 20 == 0
        else [{"severity": "serious", **harm}]
        if number % 4 == 0
        else []
    )
    known = {"harms": harms} if number % 3 else {}
    learned_on = (on - timedelta(days=number % 60)).isoformat()
    return {"kind": "event", "learned_on": learned_on, "locus": "domestic", "potential": "death", **known}


class _Links(HTMLParser):
    def __init__(self, address: str, body: str) -> None:
        super().__init__()
        self.address, self.found = address, list[str]()
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") if tag == "a" else None
        if href:
            self.found.append(urljoin(self.address, href).partition("#")[0])


def walked(client: Any) -> Iterator[tuple[str, str]]:
    """The kind and the address of every page that links lead to from home, of one kind a few."""
    from django.urls import Resolver404, resolve

    waiting, known, taken = deque(["/"]), {"/"}, defaultdict[tuple[Any, ...], int](int)
    asked = 0
    while waiting and asked < MOST_WALKED:
        address = waiting.popleft()
        try:
            found = resolve(urlsplit(address).path)
        except Resolver404:
            continue
        kind = (found.url_name, found.kwargs.get("door", ""), found.kwargs.get("name", ""))
        if taken[kind] >= ADDRESSES or found.url_name == "sign-out":
            continue
        asked += 1
        answer = client.get(address)
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        taken[kind] += 1
        yield " ".join(str(part) for part in kind if part), address
        for link in _Links(address, _text(answer)).found:
            if urlsplit(link).netloc == "" and link.startswith("/") and link not in known:
                known.add(link)
                waiting.append(link)


def _text(answer: Any) -> str:
    import gzip

    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return (gzip.decompress(body) if answer.get("Content-Encoding") == "gzip" else body).decode()


def measure() -> int:
    """Every kind of page; then home in a browser."""
    from django.test import Client

    from bench.lists import _findings
    from kizuki.cli.run import _collect_static_files
    from kizuki.core.documents.memory import set_apart_for_good
    from kizuki.store.models import Case, User

    _collect_static_files()
    client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip"}, raise_request_exception=False)
    client.force_login(User.objects.get(sign_in_name=MANAGER))
    print(f"{_findings():,} findings, {Case.objects.count():,} cases", flush=True)
    slow: dict[str, tuple[float, str]] = {}
    large: dict[str, tuple[int, str]] = {}
    addresses = list(walked(client))
    # As a server does once it has begun: what stays in memory is not searched again at each collection.
    set_apart_for_good()
    for kind, address in addresses:
        spent = []
        for _ in range(TIMES):
            began = time.perf_counter()
            size = len(client.get(address).content)
            spent.append(time.perf_counter() - began)
        p95 = sorted(spent)[int(len(spent) * 0.95)]
        slow[kind] = max(
            slow.get(kind, (0.0, "")), (p95, f"{address} median {statistics.median(spent) * 1000:.0f} ms")
        )
        large[kind] = max(large.get(kind, (0, "")), (size, address))
    if len(slow) < 50:
        raise RuntimeError(f"only {len(slow)} kinds of pages were reached")
    return _told(slow, large) | _home()


def _told(slow: dict[str, tuple[float, str]], large: dict[str, tuple[int, str]]) -> int:
    print(f"{len(slow)} kinds of pages")
    for kind, (seconds, said) in sorted(slow.items(), key=lambda one: -one[1][0])[:15]:
        print(f"{kind:<44} {seconds * 1000:7.1f} ms  {'held' if seconds <= SLOWEST else 'NOT HELD'}  {said}")
    for kind, (size, address) in sorted(large.items(), key=lambda one: -one[1][0])[:10]:
        print(f"{kind:<44} {size / 1000:7.1f} KB  {'held' if size <= LARGEST else 'NOT HELD'}  {address}")
    over = [kind for kind, (seconds, _) in slow.items() if seconds > SLOWEST]
    over += [kind for kind, (size, _) in large.items() if size > LARGEST]
    print(f"over a limit: {', '.join(sorted(over)) or 'none'}", flush=True)
    return 1 if over else 0


def _home() -> int:
    """Until home can be used in a browser, the second time it is opened."""
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        print("home in a browser: not measured, there is no Chromium here")
        return 0
    from playwright.sync_api import sync_playwright

    server = subprocess.Popen([sys.executable, "-m", "kizuki.web", "127.0.0.1", str(PORT)])
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(locale="ja-JP")
            _reach(page, f"http://127.0.0.1:{PORT}/sign-in")
            page.fill("input[name=name]", MANAGER)
            page.fill("input[name=password]", PASSWORD)
            page.locator("form:has(input[name=password]) button").first.click()
            page.wait_for_load_state()
            spent = []
            for _ in range(5):
                page.goto(f"http://127.0.0.1:{PORT}/")
                spent.append(
                    page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") / 1000
                )
            browser.close()
    finally:
        server.terminate()
        server.wait()
    seconds = statistics.median(spent)
    print(f"home in a browser: usable after {seconds * 1000:.0f} ms  {'held' if seconds <= USABLE else 'NOT HELD'}")
    return 0 if seconds <= USABLE else 1


def _reach(page: Any, address: str) -> None:
    from playwright.sync_api import Error

    for _ in range(60):
        try:
            page.goto(address)
            return
        except Error:
            time.sleep(0.5)
    raise RuntimeError("the server did not start")


def main() -> int:
    """`fill` or `measure` the record that DATABASE_URL names."""
    from kizuki.store.record.opening import open_record, prepare_record

    open_record()
    prepare_record()
    if sys.argv[3] == "fill":
        fill(int(sys.argv[1]), int(sys.argv[2]))
        return 0
    return measure()


if __name__ == "__main__":
    sys.exit(main())

"""`make run`, as a stranger types it: set up, load, work through, print, serve; and once more."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.patience import PATIENCE
from tests.web.serving import ROOT, free_port, surroundings

pytestmark = pytest.mark.browser


@contextmanager
def make_run(folder: Path) -> Iterator[tuple[str, Path]]:
    """The address that `make run` serves, and what it has told so far."""
    port, told = free_port(), folder / "make.txt"
    words = ["make", "--no-print-directory", "run", f"PORT={port}", f"VAR={folder / 'var'}"]
    with told.open("wb") as out:
        made = subprocess.Popen(
            words, cwd=ROOT, env=surroundings(folder), stdout=out, stderr=out, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and made.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/sign-in", timeout=PATIENCE).close()
                break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        else:
            raise AssertionError(told.read_text())
        yield address, told
    finally:
        os.killpg(made.pid, signal.SIGINT)
        made.wait(timeout=PATIENCE)


def test_make_run_prints_what_it_found_and_says_how_to_sign_in(tmp_path: Path, browser: Any) -> None:
    with make_run(tmp_path) as (address, told):
        text = told.read_text()
        assert "ミホン輸液ポンプ MIP-300" in text
        assert re.search(r"1-ハ\s+2026-06-16\s+様式8", text)
        assert f"{address}/" in text
        *accounts, _, _, password = (tmp_path / "var" / "sign-in.txt").read_text().splitlines()
        names = [account.split("\t")[0] for account in accounts]
        assert all(f"  {name}  " in text for name in names)
        printed = re.findall(r"\S+-様式8-初回報告\.pdf", text)
        assert printed
        assert all(Path(file).read_bytes().startswith(b"%PDF") for file in printed)
        page = browser.new_page()
        page.goto(f"{address}/")
        page.fill("#name", names[0])
        page.fill("#password", password)
        page.click('form[action="/sign-in"] button')
        page.click("text=輸液ポンプの未使用の通信ポート")
        assert "2026-06-16（火）" in page.inner_text(".case-determination"), "the day by which the law asked for it"
        assert "追加報告" in page.inner_text(".answer-due"), "it was sent in time, as incomplete"
    first = (tmp_path / "kizuki.sqlite3").stat().st_size

    with make_run(tmp_path) as (_, told):
        assert "変更はありません" in told.read_text()
        assert (tmp_path / "var" / "sign-in.txt").read_text().splitlines()[-1] == password
    assert (tmp_path / "kizuki.sqlite3").stat().st_size >= first

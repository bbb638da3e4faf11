"""The wheel, built and installed where nothing else is: it prints and serves the sample with its own fonts."""

from __future__ import annotations

import http.cookiejar
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kizuki.gateways.typst.typeface import FILES
from kizuki.settings import NPM_FILES
from kizuki.store.record.parent import for_children
from kizuki.web.npm_files import named_files
from tests.patience import PATIENCE
from tests.web.serving import ROOT, free_port, wait_for

pytestmark = pytest.mark.browser

UV = ROOT / ".cache" / "uv" / "bin" / "uv"
PASSWORD = "a password of the sample"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the checkout as it stands."""
    folder = tmp_path_factory.mktemp("wheel")
    _done(UV, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, what the lock names for it, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    _done(UV, "venv", "--quiet", "--python", sys.executable, folder / "env")
    needs = folder / "needs.txt"
    needs.write_bytes(_done(UV, "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project"))
    python = folder / "env" / "bin" / "python"
    _done(UV, "pip", "install", "--quiet", "--system-certs", "--python", python, "-r", needs, wheel)
    return python.parent


def _done(*words: str | Path) -> bytes:
    done = subprocess.run([*map(str, words)], cwd=ROOT, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _surroundings(installed: Path, folder: Path) -> dict[str, str]:
    """As `env -i` leaves it: no variable but a home that is empty too, and no program but those of the environment."""
    return {"PATH": str(installed), "HOME": str(folder / "home")}


def test_the_wheel_holds_every_named_file_and_both_weights_of_the_typeface(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        held = set(packed.namelist())
    wanted = {*named_files(NPM_FILES).values(), *(f"@expo-google-fonts/biz-udpgothic/{name}" for name in FILES)}
    assert {f"kizuki/node_modules/{name}" for name in wanted} <= held
    assert "kizuki/sbom.cdx.json" in held
    assert "@expo-google-fonts/biz-udpgothic/LICENSE_FONT" in {name.partition("node_modules/")[2] for name in held}


def test_what_is_installed_from_it_prints_and_serves_the_sample_without_node(installed: Path, tmp_path: Path) -> None:
    surroundings = _surroundings(installed, tmp_path)
    assert all(shutil.which(name, path=surroundings["PATH"]) is None for name in ("node", "npm"))
    kizuki = str(installed / "kizuki")
    loaded = subprocess.run(
        [kizuki, "sample", "--round", "--reports", "reports", "--password", PASSWORD],
        cwd=tmp_path,
        env=surroundings,
        capture_output=True,
        timeout=PATIENCE,
    )
    assert loaded.returncode == 0, loaded.stderr.decode()
    assert (tmp_path / "reports" / "2026-0001-様式8-初回報告.pdf").read_bytes().startswith(b"%PDF-")
    with _served(kizuki, surroundings, tmp_path) as address:
        page = _signed_in(address)
        assert "ミホン" in page
        sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
        styles = {sheet: _read(f"{address}{sheet}").decode() for sheet in sheets}
        assert any("BIZ UDPGothic" in style for style in styles.values())
        fonts = [
            urllib.parse.urljoin(f"{address}{sheet}", found)
            for sheet, style in styles.items()
            for found in re.findall(r"url\([\"']?([^\"')]+\.woff2)", style)
        ]
        assert fonts
        assert _read(fonts[0]).startswith(b"wOF2")


@contextmanager
def _served(kizuki: str, surroundings: dict[str, str], folder: Path) -> Iterator[str]:
    port = free_port()
    with (folder / "told.txt").open("wb") as told:
        server = subprocess.Popen(
            [kizuki, "run", "--port", str(port)], cwd=folder, env=for_children(surroundings), stderr=told
        )
    try:
        wait_for(f"http://127.0.0.1:{port}", server, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        assert server.wait(timeout=PATIENCE) == 0


def _signed_in(address: str) -> str:
    """The first page that somebody of the sample sees."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    visitor = urllib.request.build_opener(jar)
    form = visitor.open(f"{address}/sign-in", timeout=PATIENCE).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    told = {"csrfmiddlewaretoken": token[1], "name": "anzen", "next": "/", "password": PASSWORD}
    with visitor.open(f"{address}/sign-in", urllib.parse.urlencode(told).encode(), timeout=PATIENCE) as home:
        assert urllib.parse.urlparse(home.url).path == "/"
        return str(home.read().decode())


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return bytes(answer.read())

"""What the README promises, run as it stands."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKES_A_SERVER = ("make run", "make test")


def shell_blocks() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_two_commands_come_first() -> None:
    first = [line.split("#")[0].strip() for line in shell_blocks()[0].splitlines()]
    assert first == list(MAKES_A_SERVER)


def test_every_command_of_the_readme_works(tmp_path: Path) -> None:
    (block,) = shell_blocks()[1:]
    assert block.count(".venv/bin/kizuki") >= 6
    script = block
    for made in ("form8.pdf", "binder.pdf"):
        script = script.replace(made, str(tmp_path / made))
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'readme.sqlite3'}"}
    prepare = ".venv/bin/kizuki sample\n" if "audit verify" in script else ""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", prepare + script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "form8.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_every_link_of_the_readme_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    for link in links:
        if not link.startswith("http"):
            assert (ROOT / link).exists(), link

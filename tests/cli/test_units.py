"""The units and the container file that `docs/installing.md` names: their commands are the program's own."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
KIZUKI = Path(sys.executable).with_name("kizuki")


def _command(unit: Path) -> list[str]:
    (line,) = [line for line in unit.read_text(encoding="utf-8").splitlines() if line.startswith("ExecStart=")]
    return shlex.split(line.removeprefix("ExecStart="))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_command_of_a_unit_is_understood_in_an_empty_folder(unit: Path, tmp_path: Path) -> None:
    program, *words = _command(unit)
    assert Path(program) == Path("/opt/kizuki/bin/kizuki")
    asked = subprocess.run(
        [str(KIZUKI), *words, "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE
    )
    assert (asked.returncode, asked.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_to_say_of_a_unit(unit: Path, tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not installed")
    # Under the path of the program of this test: that of the unit is not installed here.
    here = tmp_path / unit.name.replace("@", "@1")
    here.write_text(unit.read_text(encoding="utf-8").replace("/opt/kizuki/bin/kizuki", str(KIZUKI)), encoding="utf-8")
    done = subprocess.run([verify, "verify", str(here)], capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_container_starts_the_pages_as_the_unit_does() -> None:
    (line,) = [
        line
        for line in (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
        if line.startswith("CMD ")
    ]
    assert '"kizuki", "run"' in line
    assert '"--no-worker"' in line

"""The commands of docs/api.md do what it says, against a server with the record of the cast."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kizuki.store.models import Device
from tests.access.cast import World, move_in
from tests.actions.record import library, sbom
from tests.api.conftest import token_of

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_of_the_page_are_answered(live_server: Any, tmp_path: Path) -> None:
    world: World = move_in()
    listed = tmp_path / "sbom.json"
    listed.write_bytes(sbom(library("jinja2", "3.1.0")))
    told = {
        "KIZUKI": live_server.url,
        "TOKEN": token_of(world.users["safety_manager"]),
        "CASE": str(world.secret["case"]),
        "DEVICE": str(world.public["device"]),
        "DEVICE_KEY": Device.objects.get(pk=world.public["device"]).key,
        "SBOM": str(listed),
        "PATH": "/usr/bin:/bin",
        "no_proxy": "*",
    }
    answers = [
        json.loads(subprocess.run(["bash", "-c", one], env=told, check=True, capture_output=True).stdout)
        for one in COMMANDS
    ]
    cases, device, noted, release, units, uploads = answers
    assert (len(cases["items"]), cases["count"] >= 2) == (2, True)
    assert device["row"]["id"] == world.public["device"]
    assert noted["verb"] == "note"
    assert (release["state"], units["kind"]) == ("waiting", "units")
    assert [row["id"] for row in uploads["items"]] == [release["id"], units["id"]]

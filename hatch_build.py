"""What the wheel holds beside the program: the npm files that `settings/assets.toml` names, the typeface of forms, and
the list of its parts (CycloneDX).

Whoever installs the wheel needs no Node: the files stand in `kizuki/node_modules`, as they stand in the checkout's.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FONTS = "@expo-google-fonts/biz-udpgothic"
FILES_OF_THE_FONTS = ("400Regular/BIZUDPGothic_400Regular.ttf", "700Bold/BIZUDPGothic_700Bold.ttf", "LICENSE_FONT")


class WithNpmFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Adds them to the wheel; the build ends where one is missing."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable installation reads those of the checkout."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from kizuki.web.npm_files import named_files

        rows = tomllib.loads((root / "src/kizuki/settings/assets.toml").read_text(encoding="utf-8"))["file"]
        wanted = [*named_files(rows).values(), *(f"{FONTS}/{name}" for name in FILES_OF_THE_FONTS)]
        missing = [name for name in wanted if not (root / "node_modules" / name).is_file()]
        if missing:
            raise FileNotFoundError(f"node_modules/{missing[0]} is missing: run `make setup`")
        build_data["force_include"] |= {
            str(root / "node_modules" / name): f"kizuki/node_modules/{name}" for name in wanted
        }
        build_data["force_include"][str(root / "docs" / "sbom.cdx.json")] = "kizuki/sbom.cdx.json"

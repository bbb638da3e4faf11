"""Tables that lie beside the program, read by their path: `importlib.resources` brings archives, temporary folders and
chance with it, which cost each start of the command more than all of our tables."""

from __future__ import annotations

from pathlib import Path


def text_beside(module: str, name: str) -> str:
    """The text of the file `name` in the folder of a module (its `__file__`); OSError where there is none."""
    return Path(module).with_name(name).read_text(encoding="utf-8")


def names_beside(module: str) -> list[str]:
    """The names of all files in the folder of a module, in order."""
    return sorted(path.name for path in Path(module).parent.iterdir())

"""YAML as plain values: every scalar a text, no alias, no anchor, no tag."""

from __future__ import annotations

from typing import Any

import yaml

from kizuki.core.documents.limits import MAX_DEPTH
from kizuki.core.documents.text import text_of
from kizuki.core.refusal import Refused


def yaml_value(content: bytes) -> Any:
    """The value of one YAML document, with scalars as the texts they are written as (`1.10` stays `1.10`).

    Raises `Refused` with the line for what is not YAML, for aliases, anchors and tags, and for deep nesting.
    """
    text = text_of(content)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _refuse_what_expands(text, loader)
        return yaml.load(text, Loader=loader)  # noqa: S506 - the base loader makes texts, lists and mappings only
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else ""
        raise Refused(place, f"not YAML: {getattr(fault, 'problem', None) or 'unreadable'}") from None


def _refuse_what_expands(text: str, loader: Any) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = f"line {event.start_mark.line + 1}" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused(line, "YAML aliases and anchors are not read")
        if getattr(event, "tag", None) and not isinstance(event, yaml.DocumentStartEvent):
            raise Refused(line, "YAML tags are not read")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise Refused(line, f"nests deeper than {MAX_DEPTH} levels")

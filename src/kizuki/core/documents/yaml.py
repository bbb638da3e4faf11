"""YAML as plain values: every scalar a text, no alias, no anchor, no tag, no key twice."""

from __future__ import annotations

from typing import Any

from kizuki.core.documents.limits import MAX_DEPTH
from kizuki.core.documents.text import text_of
from kizuki.core.refusal import Refused


def yaml_value(content: bytes) -> Any:
    """The value of one YAML document, with scalars as the texts they are written as (`1.10` stays `1.10`).

    Raises `Refused` with the line for what is not YAML, for aliases, anchors and tags, for a key that stands
    twice in one mapping, and for deep nesting.
    """
    # Few documents are YAML, and its reader takes longer to load than most documents take to read.
    import yaml

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
    """Refuse aliases, anchors, tags, deep nesting, and a key that stands twice: the first value would be lost."""
    import yaml

    keys: list[_Keys] = []
    for event in yaml.parse(text, Loader=loader):
        line = f"line {event.start_mark.line + 1}" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused(line, "YAML aliases and anchors are not read")
        if getattr(event, "tag", None) and not isinstance(event, yaml.DocumentStartEvent):
            raise Refused(line, "YAML tags are not read")
        if isinstance(event, yaml.CollectionEndEvent):
            keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            said: str | None = getattr(event, "value", None)
            if keys and keys[-1].doubles(said):
                raise Refused(line, f"the key {said!r} stands twice")
            if isinstance(event, yaml.CollectionStartEvent):
                keys.append(_Keys(isinstance(event, yaml.MappingStartEvent)))
        if len(keys) > MAX_DEPTH:
            raise Refused(line, f"nests deeper than {MAX_DEPTH} levels")


class _Keys:
    """The keys of one open mapping; in a list no node is a key."""

    def __init__(self, of_mapping: bool) -> None:
        self.of_mapping = of_mapping
        self.key_is_next = True
        self.seen: set[str] = set()

    def doubles(self, value: str | None) -> bool:
        """Take the next node (its text, if it is one); whether it is a key that was there before."""
        is_key = self.of_mapping and self.key_is_next
        self.key_is_next = not self.key_is_next
        if not is_key or value is None:
            return False
        known = value in self.seen
        self.seen.add(value)
        return known

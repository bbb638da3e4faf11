"""Tables that are read on a phone too: there each row is a card, and each cell says of which column it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
_COLUMN = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.DOTALL)
_PART = re.compile(r"<(table|thead|tbody|tr|td|th)\b([^>]*)>")
_SPAN = re.compile(r'\bcolspan="(\d+)"')
_TAG = re.compile(r"<[^>]*>")
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
"""What each part is to those who listen: a browser forgets it where a table is shown as cards."""


class _Rowwise(template.Node):
    """What stands between the tags, each cell of a body marked with the words of its column (`data-of`)."""

    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(with_columns(self.inside.render(context)))  # noqa: S308 the template's own rendering


def with_columns(table: str) -> str:
    """The table with its roles, and `data-of` at each cell of its body; without a head it stays as it is.

    >>> with_columns("<thead><tr><th>Day</th></tr></thead><tbody><tr><td>1</td></tr></tbody>").partition("</thead>")[2]
    '<tbody role="rowgroup"><tr role="row"><td role="cell" data-of="Day">1</td></tr></tbody>'
    """
    head = _HEAD.search(table)
    if head is None:
        return table
    columns, place = list(_columns(head[1])), 0

    def marked(found: re.Match[str]) -> str:
        nonlocal place
        name, attributes = found[1], found[2]
        if name == "tr":
            place = 0
        role = _ROLES.get(name) or ("columnheader" if 'scope="col"' in attributes else "rowheader")
        if name not in ("td", "th") or found.end() <= head.end():
            return f'<{name}{attributes} role="{role}">'
        word = columns[place] if place < len(columns) else ""
        place += _width(attributes)
        of = f' data-of="{word}"' if word else ""
        return f'<{name}{attributes} role="{role}"{of}>'

    return _PART.sub(marked, table)


def _columns(head: str) -> Iterator[str]:
    for attributes, inside in _COLUMN.findall(head):
        words = " ".join(_TAG.sub(" ", inside).split()).replace('"', "&quot;")
        yield from [words] * _width(attributes)


def _width(attributes: str) -> int:
    found = _SPAN.search(attributes)
    return int(found[1]) if found else 1


@register.tag
def rowwise(parser: template.base.Parser, _token: template.base.Token) -> _Rowwise:
    """`{% rowwise %}<div class="wide rowwise">…</div>{% endrowwise %}` around a table of one head."""
    inside = parser.parse(("endrowwise",))
    parser.delete_first_token()
    return _Rowwise(inside)

"""Icons by name: a drawing of a few bytes, which stands on a page hundreds of times."""

from __future__ import annotations

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing `kizuki/icons/<name>.html`; it says nothing to who listens, and takes the colour of its words."""
    return _drawn(name)


@cache
def _drawn(name: str) -> SafeString:
    return render_to_string(f"kizuki/icons/{name}.html")

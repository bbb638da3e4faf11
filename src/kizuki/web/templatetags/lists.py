"""`{% and_more page.rows %}`: how many rows follow those that are shown, beneath them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kizuki.core.glossary import say
from kizuki.store.queries.ledgers.parts import Beginning

register = template.Library()


@register.simple_tag(takes_context=True)
def and_more(context: template.Context, rows: Beginning[Any]) -> SafeString:
    """A sentence with their number; nothing where all of them are shown. What is no beginning of a list is a fault: its
    end would go unsaid."""
    if not isinstance(rows, Beginning):
        raise TypeError("the rows of this list do not know how many follow them")
    if not rows.more:
        return SafeString("")
    return format_html('<p class="note">{}</p>', say("lists.not_shown", context["lang"], count=f"{rows.more:,}"))

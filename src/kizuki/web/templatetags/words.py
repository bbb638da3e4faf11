"""`{% say "screens.home.title" count=3 %}`: a word of the glossary in the language of the page."""

from __future__ import annotations

from typing import Any

from django import template

from kizuki.core.glossary import say

register = template.Library()


@register.simple_tag(name="say", takes_context=True)
def say_in_page_language(context: template.Context, *parts: str, **values: Any) -> str:
    """The word whose id is the parts joined: `{% say "screens.outcome." row.outcome %}`."""
    return say("".join(map(str, parts)), context["lang"], **values)

"""`{% say "screens.home.title" count=3 %}`: a word of the glossary in the language of the page."""

from __future__ import annotations

from typing import Any

from django import template

from kizuki.core.documents.shown import ending_of
from kizuki.core.forms.terms import called
from kizuki.core.glossary import say

register = template.Library()


@register.simple_tag(name="say", takes_context=True)
def say_in_page_language(context: template.Context, *parts: str, **values: Any) -> str:
    """The word whose id is the parts joined: `{% say "screens.outcome." row.outcome %}`."""
    return say("".join(map(str, parts)), context["lang"], **values)


@register.simple_tag(takes_context=True)
def term_called(context: template.Context, code: str) -> str:
    """A code of IMDRF with its name in the language of the page; any other code as it stands."""
    return called(code, context["lang"])


@register.filter
def file_kind(media_type: str) -> str:
    """A media type as people call such a file: PDF, JSON, XLSX; as it stands where no ending is known."""
    bare = media_type.partition(";")[0].strip()
    ending = ending_of(bare)
    return ending.lstrip(".").upper() if ending else bare

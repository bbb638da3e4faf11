"""`{% document "transmission.document" row.id row.document %}`: the link to a document beside the step that has it."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kizuki.store.queries.kept_documents import kind_said

register = template.Library()

_DIGITS = 12
"""So much of a digest tells documents apart on a page; the page of the document has all of it."""


@register.simple_tag(takes_context=True)
def document(context: template.Context, place: str, row: int, sha256: str | None, words: str = "") -> SafeString:
    """The document's kind, or these words, as a link, and the beginning of its digest beside it; nothing where the step
    has none. `place` is table and column as addresses have them; one that is declared nowhere is a fault."""
    if not sha256:
        return SafeString("")
    table, _, column = place.partition(".")
    return format_html(
        '<a class="kept-document" href="{}">{}</a> <span class="digest">{}</span>',
        reverse("document", kwargs={"table": table, "row_id": row, "column": column}),
        words or kind_said(context["viewer"], table, column),
        sha256[:_DIGITS],
    )


@register.simple_tag
def document_address(place: str, row: int) -> str:
    """Where this document is opened, for a link that a page words itself."""
    table, _, column = place.partition(".")
    return reverse("document", kwargs={"table": table, "row_id": row, "column": column})

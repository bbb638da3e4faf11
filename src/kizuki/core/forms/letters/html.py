"""The twin of a letter as HTML: one page that stands by itself, for mail and screen readers."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from kizuki.core.glossary import Lang, say

_STYLE = (
    "body{font-family:sans-serif;line-height:1.7;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h1{font-size:1.3rem;text-align:center;margin:2rem 0}.sender,.day{text-align:right}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.5rem;text-align:left;"
    "vertical-align:top;white-space:pre-line}th{width:14rem;background:#f4f4f4;font-weight:normal}"
    ".draft,.missing{color:#a8071a;font-weight:bold}.yellow h1{background:#fff200;padding:1rem}"
    ".blue h1{background:#0057a8;color:#fff;padding:1rem}.statement{border:2px solid #222;padding:.5rem 1rem}"
)
"""Colours whose contrast with their ground is 4.5 to 1 or more."""


def html_of(paper: Mapping[str, Any], lang: Lang) -> str:
    """One language of a paper (`paper.paper_of`) as a page; every text of it stands there as text."""
    page = paper[lang]
    rows = "\n".join(_row(one) for one in page["fields"] if one["printed"])
    parts = [
        f'<p class="draft">{escape(say("letter.draft", lang))}</p>' if paper["draft"] else "",
        f'<p class="day">{escape(page["day"])}</p>',
        f"<p>{_text(page['addressee'])}</p>",
        '<p class="sender">' + "<br>".join(_text(one) for one in page["sender"] if one["printed"]) + "</p>",
        f"<h1>{escape(page['name'])}</h1>",
        *(f"<p>{escape(page[place])}</p>" for place in ("opening",) if page[place]),
        f"<table>{rows}</table>",
        f'<p class="statement">{escape(page["statement"])}</p>' if page["statement"] else "",
        f"<p>{escape(page['closing'])}</p>" if page["closing"] else "",
    ]
    body = "\n".join(part for part in parts if part)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(page['name'])}</title>\n<style>{_STYLE}</style></head>\n"
        f'<body class="{escape(page["style"])}">\n{body}\n</body>\n</html>\n'
    )


def _row(one: Mapping[str, Any]) -> str:
    return f'<tr><th scope="row">{escape(one["label"])}</th><td>{_text(one)}</td></tr>'


def _text(one: Mapping[str, Any]) -> str:
    text = escape(one["text"]).replace("\n", "<br>")
    return f'<span class="missing">{text}</span>' if one["state"] == "missing" else text

"""Days and moments as the pages write them: ISO date with its weekday, Japan time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kizuki.core.glossary import Lang, day_said, say, span_said, weekday
from kizuki.core.reporting.shown import item_label
from kizuki.store.record import clock
from kizuki.web.countdown import Countdown
from kizuki.web.templatetags.icons import icon
from kizuki.web.today import JAPAN

register = template.Library()


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | None) -> str:
    """2026-06-16（火）; a dash where there is no day."""
    lang: Lang = context["lang"]
    if value is None:
        return say("screens.no_day", lang)
    return format_html(
        '<time class="day" datetime="{}">{}</time>',
        value.isoformat(),
        day_said(value, lang),
    )


@register.simple_tag(takes_context=True)
def short_day(context: template.Context, value: date) -> str:
    """11/12（木）, where the year stands beside; the whole day for a machine."""
    lang: Lang = context["lang"]
    shown = say("screens.day_with_weekday", lang, day=f"{value.month}/{value.day}", weekday=weekday(value, lang))
    return format_html('<time class="day" datetime="{}">{}</time>', value.isoformat(), shown)


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime) -> SafeString:
    """2026-06-01（月） 18:40, in Japan time."""
    lang: Lang = context["lang"]
    here = value.astimezone(JAPAN)
    shown = day_said(here.date(), lang)
    return format_html(
        '<time class="day" datetime="{}">{} {}</time>', here.isoformat(timespec="minutes"), shown, f"{here:%H:%M}"
    )


@register.simple_tag(takes_context=True)
def say_day(context: template.Context, word_id: str, value: date) -> SafeString:
    """A sentence of the glossary with `{day}` in it."""
    return format_html(say(word_id, context["lang"], day="{}"), day(context, value))


@register.simple_tag(takes_context=True)
def say_open_item(context: template.Context, item: str, value: date) -> SafeString:
    """An item that a report leaves open, with its own day: 第1号イは未確定：その期限は…"""
    label = item_label(item.partition("@")[0], context["lang"])
    return format_html(say("report_page.still_open", context["lang"], item=label, day="{}"), day(context, value))


@register.inclusion_tag("kizuki/parts/day_input.html", takes_context=True)
def day_input(
    context: template.Context,
    at: str,
    name: str,
    *values: date | str | None,
    must: bool = False,
    wrong: bool = False,
    more: str = "",
    row: object = "",
    hint: str = "door.hint.day",
) -> dict[str, object]:
    """A day to be typed, in any of the ways that stand beside it, as in the form of a door: no picker reads an era or
    takes what is pasted. Of the values the first that says something stands in it; `row` tells several of a page apart
    (it ends the id, and a name that ends in a dash); `more` are ids of what is said of it elsewhere."""
    told = next((value for value in values if value), "")
    return {
        "lang": context["lang"],
        "at": f"{at}{row}",
        "name": f"{name}{row}" if name.endswith("-") else name,
        "value": told.isoformat() if isinstance(told, date) else told,
        "must": must,
        "wrong": wrong,
        "more": more,
        "hint": hint,
    }


@register.inclusion_tag("kizuki/parts/day_input.html", takes_context=True)
def time_input(
    context: template.Context, at: str, name: str, value: str = "", *, must: bool = False, row: object = ""
) -> dict[str, object]:
    """A time of day in Japan to be typed, as forms of doors read it."""
    return day_input(context, at, name, value, must=must, row=row, hint="door.hint.time")


@register.simple_tag(takes_context=True)
def clock_shift(context: template.Context) -> str:
    """By how much a demonstration moves the clock, in words; '' where it does not. A tag: pages of errors have no context
    processors."""
    moved, lang = clock.shift(), context["lang"]
    told = span_said(round(abs(moved).total_seconds() / 60), lang, whole=True)
    return (
        say("screens.clock.back" if moved < timedelta() else "screens.clock.ahead", lang, told=told) if told else ""
    )


_ICONS = {"past": "soon"}
"""Of an appearance that has no icon of its own, the one that it bears."""


@register.simple_tag(takes_context=True)
def countdown_chip(context: template.Context, value: Countdown) -> SafeString:
    """期限まで残り3日, with the icon and colour of its kind."""
    drawn = icon(_ICONS.get(value.kind, value.kind))
    return format_html('<span class="chip count-{}">{}{}</span>', value.kind, drawn, value.words(context["lang"]))

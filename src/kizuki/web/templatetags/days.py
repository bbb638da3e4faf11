"""Days and moments as the pages write them: ISO date with its weekday, Japan time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kizuki.core.glossary import Lang, say
from kizuki.core.reporting.shown import item_label
from kizuki.store.record import clock
from kizuki.web.countdown import Countdown
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
        say("screens.day_with_weekday", lang, day=value.isoformat(), weekday=weekday(value, lang)),
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
    shown = say("screens.day_with_weekday", lang, day=here.date().isoformat(), weekday=weekday(here.date(), lang))
    return format_html(
        '<time class="day" datetime="{}">{} {}</time>', here.isoformat(timespec="minutes"), shown, f"{here:%H:%M}"
    )


def weekday(value: date, lang: Lang) -> str:
    """月 … 日, Mon … Sun."""
    return say(f"screens.weekday.{value.isoweekday()}", lang)


@register.simple_tag(takes_context=True)
def say_day(context: template.Context, word_id: str, value: date) -> SafeString:
    """A sentence of the glossary with `{day}` in it."""
    return format_html(say(word_id, context["lang"], day="{}"), day(context, value))


@register.simple_tag(takes_context=True)
def say_open_item(context: template.Context, item: str, value: date) -> SafeString:
    """An item that a report leaves open, with its own day: 第1号イは未確定：その期限は…"""
    label = item_label(item.partition("@")[0], context["lang"])
    return format_html(say("report_page.still_open", context["lang"], item=label, day="{}"), day(context, value))


@register.simple_tag(takes_context=True)
def clock_shift(context: template.Context) -> str:
    """By how much a demonstration moves the clock, in words; '' where it does not. A tag: pages of errors have no context
    processors."""
    moved, lang = clock.shift(), context["lang"]
    hours, minutes = divmod(round(abs(moved).total_seconds() / 60), 60)
    parts = {"days": hours // 24, "hours": hours % 24, "minutes": minutes}
    told = ("" if lang == "ja" else " ").join(
        say(f"screens.clock.{unit}", lang, count=count) for unit, count in parts.items() if count
    )
    return (
        say("screens.clock.back" if moved < timedelta() else "screens.clock.ahead", lang, told=told) if told else ""
    )


@register.simple_tag(takes_context=True)
def countdown_words(context: template.Context, value: Countdown) -> str:
    """期限まで残り3日."""
    return value.words(context["lang"])

"""What is said of the exploitation of a vulnerability, in lines beside its assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kizuki.core.feeds import Freshness
from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.signals import ASSERTERS, KevState, Listing, Signals


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal: its name, what it says, and the day or model it is of. `doubtful`: it rests on a feed that was never
    fetched, or too long ago."""

    name: str
    words: str
    detail: str
    doubtful: bool = False


def signals_today(signals: Signals, fresh: Mapping[str, Freshness], lang: Lang) -> tuple[SignalLine, ...]:
    """The same as they stand now: what is not listed with the day on which that was fetched, as KEV and EPSS stand."""
    kev, *others, epss = signal_lines(signals, lang)
    if signals.kev is None or not signals.kev.listed:
        kev = _not_listed(kev, fresh["kev"], "kev_none_on", lang)
    if signals.epss is None:
        epss = _not_listed(epss, fresh["epss"], "epss_none_on", lang)
    elif fresh["epss"].old:
        old = say("feeds.fresh.as_of", lang, day=fresh["epss"].day) + say("feeds.fresh.old", lang)
        epss = replace(epss, detail=f"{epss.detail} {old}", doubtful=True)
    return (kev, *others, epss)


def _not_listed(line: SignalLine, fresh: Freshness, none: str, lang: Lang) -> SignalLine:
    if fresh.fetched_at is None:
        # What was loaded before runs were kept stands with its catalogue.
        never = say("feeds.fresh.never", lang)
        return replace(line, words=f"{line.words} {never}", doubtful=True)
    words = say(f"feeds.fresh.{none}", lang, day=fresh.day) + (say("feeds.fresh.old", lang) if fresh.old else "")
    return replace(line, words=words, doubtful=fresh.old)


def signal_lines(signals: Signals, lang: Lang) -> tuple[SignalLine, ...]:
    """KEV, the other lists that have it, and EPSS; KEV and EPSS say what was not looked up. None of them is a reason
    not to report."""
    kev, epss = signals.kev, signals.epss
    if kev is None:
        first = SignalLine("KEV", say("desk.signal.not_looked_up", lang), "")
    elif kev.listed:
        first = SignalLine(
            "KEV", _listed(kev, lang), say("desk.signal.catalogue", lang, version=kev.catalogue or "–")
        )
    else:
        detail = say("desk.signal.catalogue", lang, version=kev.catalogue or "–")
        first = SignalLine("KEV", say("desk.signal.kev_absent", lang), detail)
    if epss is None:
        second = SignalLine("EPSS", say("desk.signal.not_looked_up", lang), "")
    else:
        words = say("desk.signal.epss", lang, score=f"{epss.score:.1%}", percentile=f"{epss.percentile:.0%}")
        day = epss.scored_on.isoformat() if epss.scored_on else "–"
        second = SignalLine("EPSS", words, say("desk.signal.model", lang, model=epss.model or "–", day=day))
    others = [SignalLine(ASSERTERS[one.asserter], _listed(one, lang), "") for one in signals.listings]
    return (first, *others, second)


def _listed(one: KevState | Listing, lang: Lang) -> str:
    words = say("desk.signal.kev_listed", lang, day=one.added_on or "")
    words += say("desk.signal.kev_ransomware", lang) if one.ransomware else ""
    return words + (say("desk.signal.kev_retracted", lang, day=one.retracted_on) if one.retracted_on else "")

"""The page of the question desk, put together from one sheet on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kizuki.actions.assessments.sheet import Sheet, before_last, standing_of
from kizuki.core.glossary import Lang, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.core.scoring.hazards import HazardAnalysis
from kizuki.core.scoring.movement import MostTelling, most_telling, movement
from kizuki.core.scoring.profiles import SITES, Proposal, SiteProfile, propose, read_device_profile, say_site
from kizuki.core.scoring.rubric import RUBRIC_VERSION
from kizuki.core.scoring.standing import Standing
from kizuki.store.queries.assessments import Finding, RevisionPage, current_revision
from kizuki.store.queries.feeds import freshness
from kizuki.store.queries.hazards import analysis_of
from kizuki.store.queries.signals import Beside, beside_of
from kizuki.store.queries.sites import SiteChoice, site_choices
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.desk import around, panel
from kizuki.web.desk.effects import MovementShown, movement_shown
from kizuki.web.desk.lines import Context, Section, sections
from kizuki.web.desk.signals import SignalLine, signals_today


@dataclass(frozen=True, slots=True)
class SiteOption:
    """A site that can be chosen: a kind (`kind:home`) or a hospital with a profile (`hospital:takadai`)."""

    key: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything that the desk shows. `refusal` is why the newest act could not be done, empty where it was."""

    about: Finding
    may_answer: bool
    drafted: bool
    current: RevisionPage | None
    sections: tuple[Section, ...]
    due: int
    asked: int
    leading: panel.ScoreShown
    bands: tuple[str, ...]
    telling: tuple[tuple[str, str], ...]
    moved: MovementShown | None
    versions: tuple[panel.VersionShown, ...]
    suggestions: tuple[panel.Suggestion, ...]
    warnings: tuple[str, ...]
    safety: around.SafetyShown
    beside: tuple[panel.BesideShown, ...]
    signals: tuple[SignalLine, ...]
    ssvc: tuple[str, ...]
    points: tuple[around.PointLine, ...]
    sites: tuple[around.SiteLine, ...]
    site_options: tuple[SiteOption, ...]
    proposals: int
    adopted_because: str
    dissent: str
    extended: str
    rubric: str
    rulings: str
    refusal: str
    saved_by: str = ""

    @property
    def release(self) -> str:
        """The release that is meant at first: that of the saved revision ('' where it named none), else the newest."""
        if self.current is not None:
            return self.current.record["subject"]["release"] or ""
        return next(iter(self.about.releases), "")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known on the day, from which every part of the page is told."""

    now: Standing
    beside: Beside
    choices: tuple[SiteChoice, ...]
    current: RevisionPage | None
    analysis: HazardAnalysis
    telling: MostTelling
    waiting: Mapping[str, Proposal]


def _ground(viewer: Viewer, about: Finding, sheet: Sheet, on: date, *, drafted: bool) -> _Ground:
    now = standing_of(sheet, on)
    beside = beside_of(viewer, about.advisory_id)
    choices = site_choices(viewer, about.device_id)
    current = current_revision(viewer, about.device_id, about.advisory_id)
    saved = current.id if current and not drafted else None
    proposed = proposals_for(about, beside, choices, sheet).items()
    return _Ground(
        now,
        beside,
        choices,
        current,
        analysis_of(viewer, about.device_id, about.advisory_id, now.result.answers, saved),
        most_telling(now),
        {code: one for code, one in proposed if code not in sheet.answers},
    )


def _context(it: _Ground, sheet: Sheet, lang: Lang) -> Context:
    return Context(
        sheet=sheet,
        standing=it.now,
        telling=it.telling,
        proposals=around.proposal_lines(it.waiting, lang),
        hazards={row.code: row.coverage.value for row in it.analysis.rows},
        lang=lang,
    )


def desk_page(
    viewer: Viewer, about: Finding, sheet: Sheet, on: date, *, drafted: bool, refusal: str = ""
) -> DeskPage:
    """The desk as seen on one day. `Refused` where the answers of the sheet contradict each other."""
    lang = viewer.lang
    it = _ground(viewer, about, sheet, on, drafted=drafted)
    now, beside = it.now, it.beside
    return DeskPage(
        about=about,
        may_answer=may(viewer.role, "save_assessment"),
        drafted=drafted,
        current=it.current,
        sections=sections(_context(it, sheet, lang)),
        due=len(now.due),
        asked=len(now.due) + len(sheet.answers),
        leading=panel.leading(now.result, lang),
        bands=panel.band_words(now, lang),
        telling=panel.telling_words(it.telling, lang),
        moved=_moved(sheet, now, on, lang),
        versions=panel.versions(now.result, lang),
        suggestions=panel.reductions(now.result, now.answers, on, lang),
        warnings=panel.warnings_shown(now.result, lang),
        safety=around.safety_shown(now, it.analysis, lang),
        beside=panel.beside_shown(beside, now.result, lang),
        signals=signals_today(beside.signals, freshness(viewer, clock.now()), lang),
        ssvc=around.ssvc_lines(beside, sheet.ssvc, lang),
        points=around.point_lines(beside, sheet.ssvc, lang),
        sites=around.site_lines(now, lang),
        site_options=_site_options(it.choices, sheet.site, lang),
        proposals=len(it.waiting),
        adopted_because=sheet.adopted_because,
        dissent=sheet.dissent,
        extended=now.result.extended,
        rubric=RUBRIC_VERSION,
        rulings=now.result.rulings.set,
        refusal=refusal,
        saved_by=_saved_by(it.current, lang),
    )


def _saved_by(current: RevisionPage | None, lang: Lang) -> str:
    if current is None:
        return ""
    who = current.record["proposed_by"]
    return who["name"] if who else say("record_page.by_program", lang)


def proposals_for(
    about: Finding, beside: Beside, choices: tuple[SiteChoice, ...], sheet: Sheet
) -> dict[str, Proposal]:
    """What is proposed for this sheet, by code: from the device's profile, the signals and the chosen site."""
    profile = read_device_profile(about.scoring_profile, "profile") if about.scoring_profile else None
    found = propose(profile, beside.signals, _site_that_stands(sheet.site, choices))
    return {one.code: one for one in found.proposed}


def site_of(key: str, choices: tuple[SiteChoice, ...]) -> SiteProfile | None:
    """The profile of a site that was chosen; None where none was. `Refused` where there is no such site."""
    if not key:
        return None
    kind, _, name = key.partition(":")
    if kind == "kind" and name in SITES:
        return SITES[name]
    chosen = next((one for one in choices if kind == "hospital" and one.key == name), None)
    if chosen is None:
        raise Refused("site", f"there is no site {key!r}")
    usual = SITES[chosen.kind]
    return SiteProfile(usual.id, usual.version, {**usual.answers, **chosen.answers})


def _site_that_stands(key: str, choices: tuple[SiteChoice, ...]) -> SiteProfile | None:
    """The chosen site; None where it has no profile any more: it proposes nothing then, and none shows as chosen."""
    try:
        return site_of(key, choices)
    except Refused:
        return None


def _site_options(choices: tuple[SiteChoice, ...], chosen: str, lang: Lang) -> tuple[SiteOption, ...]:
    kinds = [(f"kind:{name}", say_site(name, lang)) for name in SITES]
    hospitals = [(f"hospital:{one.key}", f"{one.name}（{say_site(one.kind, lang)}）") for one in choices]
    return tuple(SiteOption(key, name, key == chosen) for key, name in [*hospitals, *kinds])


def _moved(sheet: Sheet, now: Standing, on: date, lang: Lang) -> MovementShown | None:
    """What the newest answers moved; None before the first one, and where the answers before contradicted."""
    if not sheet.last:
        return None
    try:
        before = standing_of(before_last(sheet), on)
    except Refused:
        return None
    return movement_shown(movement(before, now), now.answers.given, lang)

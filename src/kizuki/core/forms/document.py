"""The case document of `kizuki form`: the facts that are judged, and what the form says beside them.

A key that is absent, null or an empty text is not known. Nothing here can be typed in that the rules derive
(report class, kind, known, deadline, place, type, days of information).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from kizuki.core.facts import Case
from kizuki.core.forms.recorded import Dispatch, RateFound


class Status(Enum):
    """Whether the report ends the case: 完了 or 未完了."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"


class Purpose(Enum):
    """What a report is for: to report, to say 報告対象外 (it is real, and not reportable), or 取下げ (it was none)."""

    REPORT = "report"
    NOT_REPORTABLE = "not_reportable"
    WITHDRAWAL = "withdrawal"


class WithdrawalWhy(Enum):
    """Why a report is withdrawn: a second one of the same, another 品目 of ours, no device of ours, or nothing was."""

    DUPLICATE = "duplicate"
    ANOTHER_PRODUCT_OF_OURS = "another_product_of_ours"
    NOT_OUR_DEVICE = "not_our_device"
    DID_NOT_EXIST = "did_not_exist"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year (`2026-06-01`, `2026-06`, `2026`), or that a person says it is not known (不明)."""

    text: str

    @property
    def stated_unknown(self) -> bool:
        """Whether a person has said 不明."""
        return not self.text[0].isdigit()


@dataclass(frozen=True, slots=True)
class Report:
    """This report among those of its matter and person. `previous_*` is the receipt of the report before it, `news_on`
    the day on which the newest of what a follow-up tells was learned, where the facts hold no newer one."""

    number: int | None = None
    status: Status | None = None
    status_reason: str | None = None
    purpose: Purpose = Purpose.REPORT
    withdrawal_why: WithdrawalWhy | None = None
    reported_on: date | None = None
    next_report_on: date | None = None
    news_on: date | None = None
    company_no: str | int | None = None
    registration_no: str | int | None = None
    identification_no: str | int | None = None
    control_year: str | int | None = None
    control_number: str | int | None = None
    previous_year: str | int | None = None
    previous_number: str | int | None = None

    @property
    def first(self) -> bool:
        """Whether it is the initial report (初回報告)."""
        return self.number == 1

    @property
    def last_word(self) -> bool:
        """Whether it says for good what is not known, so that it must say so in words: 完了 after the first report.

        One that withdraws another tells nothing for good but that.
        """
        return not self.first and not self.unfinished and self.purpose is not Purpose.WITHDRAWAL

    @property
    def unfinished(self) -> bool:
        """Whether more is to come: 未完了, or nobody has said yet."""
        return self.status is not Status.COMPLETE


@dataclass(frozen=True, slots=True)
class Contact:
    """The person whom PMDA can ask (担当者)."""

    name: str | None = None
    department: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """The reporting holder (報告者)."""

    name: str | None = None
    representative: str | None = None
    address: str | None = None
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True)
class Device:
    """The device as licensed, and the unit of the case."""

    brand: str | None = None
    generic: str | None = None
    jmdn: str | int | None = None
    approval_no: str | None = None
    approved_on: date | None = None
    designation: str | None = None
    model: str | None = None
    serial_lot: tuple[str, ...] | str | None = None
    udi: str | None = None
    software_version: str | None = None
    manufactured_on: PartialDate | None = None
    maker: str | None = None
    similar: str | None = None
    class1: str | None = None
    class2: str | None = None
    class3: str | None = None


@dataclass(frozen=True, slots=True)
class Concomitant:
    """A device used together with it (併用医療機器)."""

    brand: str | None = None
    maker: str | None = None
    approval_no: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary (用語) with what is known of it; `risk` true or `feared` is おそれ, false is 発生.

    `jfmda` is its code in the Japanese glossary (医療機器不具合用語集), `code` that of IMDRF. `causality_source` says who
    found it related (関連あり): without a source the form says 否定できない.
    """

    jfmda: str | None = None
    code: str | None = None
    term: str | None = None
    causality_source: str | None = None
    known: bool | str | None = None
    causality: str | None = None
    risk: bool | str | None = None


@dataclass(frozen=True, slots=True)
class CodedTerm:
    """A term of the investigation: IMDRF code and wording."""

    code: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, where, and with what device. An empty list is known to be empty."""

    occurred_on: PartialDate | None = None
    country: str | None = None
    situation: str | None = None
    treatment: str | None = None
    usage: str | None = None
    use_continuing: bool | str | None = None
    current_state: str | None = None
    concomitant: tuple[Concomitant, ...] | None = None
    device_problems: tuple[Term, ...] | None = None
    health_effects: tuple[Term, ...] | None = None
    health_impacts: tuple[Term, ...] | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """The person concerned: initials only, never a name. A bare number is years of age, kilograms of weight."""

    initials: str | None = None
    age: float | str | None = None
    sex: str | None = None
    weight: float | str | None = None
    outcome: str | None = None
    died_on: PartialDate | None = None
    victim: str | None = None


@dataclass(frozen=True, slots=True)
class Investigation:
    """What was found (調査結果), and who looks into it. `in_japan`: whether Japan is concerned, units shipped here."""

    by: str | None = None
    result: str | None = None
    in_japan: str | None = None
    terms: tuple[CodedTerm, ...] | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What was done and what will be done."""

    done: str | None = None
    categories: tuple[str, ...] | None = None
    future: str | None = None


@dataclass(frozen=True, slots=True)
class Abroad:
    """A measure taken abroad, and the device as it is sold there (様式第10). What the facts hold is not told again."""

    brand: str | None = None
    model: str | None = None
    maker: str | None = None
    countries: tuple[str, ...] | str | None = None
    by: str | None = None
    types: tuple[str, ...] | str | None = None
    done_on: PartialDate | None = None
    class_there: str | None = None
    reason: str | None = None
    versions: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Research:
    """A research report (研究報告): where it was published, and what it shows; which leg of the article the facts say."""

    publication: str | None = None
    country: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class PersonTold:
    """One person on the sheet of the first report: an age band (70代), never an age with a name. `id` is the facts'."""

    id: str | None = None
    age_band: str | None = None
    sex: str | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class FirstTold:
    """What the sheet of a prompt first report (第一報連絡票) says beside the case; all of it may be not known yet.

    `learned_at` is the instant of awareness (the facts hold its day), `sheet_no` the number of the sheet on its day.
    """

    addressee: str | None = None
    sheet_no: int | None = None
    prepared_at: datetime | None = None
    learned_at: datetime | None = None
    learned_by: str | None = None
    units_in_japan: str | int | None = None
    sites_in_japan: str | int | None = None
    persons: tuple[PersonTold, ...] | None = None
    supposed: str | None = None
    connection: str | None = None
    attack: bool | str | None = None
    measures: str | None = None
    evidence: str | None = None
    told_others: str | None = None
    hit_in_japan: bool | str | None = None


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """A case with one of its reports, as `read_case_document` reads it."""

    facts: Case
    report: Report = field(default_factory=Report)
    company: Company = field(default_factory=Company)
    device: Device = field(default_factory=Device)
    event: Event = field(default_factory=Event)
    patient: Patient = field(default_factory=Patient)
    investigation: Investigation = field(default_factory=Investigation)
    measures: Measures = field(default_factory=Measures)
    abroad: Abroad = field(default_factory=Abroad)
    research: Research = field(default_factory=Research)
    rate: RateFound = field(default_factory=RateFound)
    first: FirstTold = field(default_factory=FirstTold)
    dispatches: tuple[Dispatch, ...] = ()
    remarks: str | None = None
    attachments: tuple[str, ...] | None = None

"""The one shape that every feed is read into."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kizuki.core.advisories.remarks import Ssvc
from kizuki.core.advisories.support import SupportCycle
from kizuki.core.csaf.shapes import Remedy

OWN = "entered"
"""The kind of a record that a person entered: nobody else published it."""


class Status(StrEnum):
    """What a record says of a version."""

    AFFECTED = "affected"
    UNAFFECTED = "unaffected"
    UNKNOWN = "unknown"


class Statement(Struct, frozen=True):
    """What a record says of one version or one range of versions.

    One version: `exact`. A range: from `low` to `high`, each included or not, an empty bound being none; `changes`
    are (version, status from there on), in the record's order. `unreadable` is a word of `matching.why` where the
    text names no versions that can be compared; then nothing else counts. `low_doubtful`: the range begins where it
    ends, which most authors write who mean "this version and earlier". `version_type` is `git` where versions are
    commits, else empty; `text` is the statement as a person reads it. `like` is a version with the wildcards of CPE
    names (`1.4.*`): the statement is about versions written so, and `unreadable` then counts for these only.
    """

    status: Status
    text: str
    exact: str = ""
    low: str = ""
    low_included: bool = True
    high: str = ""
    high_included: bool = False
    changes: tuple[tuple[str, Status], ...] = ()
    version_type: str = ""
    unreadable: str = ""
    low_doubtful: bool = False
    like: str = ""


class Affected(Struct, frozen=True):
    """One product of a record: how it is named, and the status of its versions.

    `role` is who speaks: `osv`, `cna` (the authority for this CVE) or `adp` (who adds to it), `source` their name.
    Named by `packages` (keys `type/namespace/name`), `cpes`, `repository` (a key such as `github/owner/name`) or
    vendor and product. `versions` lists affected versions one by one; every version that no statement names has the
    status `default`. `release` is the release of a distribution that is meant (`12` of Debian 12); `inside`: the
    versions are those of a package inside the product that the CPE names; `conditional`: the product counts only
    together with others; `configuration` is then the place of the configuration in the advisory's list, None where
    the record does not tell it. `may_be_old`: the record was changed since its ranges were made (NVD: Modified).
    """

    role: str
    source: str
    vendor: str = ""
    product: str = ""
    packages: tuple[str, ...] = ()
    cpes: tuple[str, ...] = ()
    repository: str = ""
    release: str = ""
    platforms: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    versions: tuple[str, ...] = ()
    default: Status = Status.UNKNOWN
    inside: bool = False
    conditional: bool = False
    configuration: int | None = None
    may_be_old: bool = False

    @property
    def speaks_of_commits_only(self) -> bool:
        """Whether every statement is about commits of a repository."""
        return bool(self.statements) and not self.versions and all(s.version_type == "git" for s in self.statements)


class CpeMatch(Struct, frozen=True):
    """One match criterion of a configuration: a CPE name, and bounds of its version (empty: no bound).

    `vulnerable` is false where the criterion names what the vulnerable product runs on.
    """

    cpe: str
    vulnerable: bool = True
    start_including: str = ""
    start_excluding: str = ""
    end_including: str = ""
    end_excluding: str = ""


class ConfigurationNode(Struct, frozen=True):
    """Criteria joined by AND or OR; `negate` turns the answer round."""

    matches: tuple[CpeMatch, ...]
    all_of: bool = False
    negate: bool = False


class Configuration(Struct, frozen=True):
    """Nodes joined by AND (`all_of`) or OR (what NVD means where it gives no operator).

    The configurations of an advisory are alternatives: the product is vulnerable where any of them is there
    (NVD API 2.0 `configurations`, CVE JSON 5.1 `cpeApplicability`).
    """

    nodes: tuple[ConfigurationNode, ...]
    all_of: bool = False
    negate: bool = False


class Vector(Struct, frozen=True):
    """A score: who gives it, the version of the system (`3.1`, `4.0`, `ssvc` …), its vector text, and the number that
    they print beside it (None: none, or not read)."""

    source: str
    version: str
    vector: str
    score: float | None = None


class Advisory(Struct, frozen=True):
    """One record of a feed. Instants are ISO 8601 texts as the feed has them; `withdrawn` is empty if it stands.

    `aliases` name the same vulnerability; `related` others that it builds on or resembles. `publisher` is who states
    it, `severity` their word for how grave it is. `document` is the number of the advisory that a record was taken
    from, where one advisory speaks of several vulnerabilities (CSAF); `tlp` is how far that advisory may be shared.
    `overview`: the record only announces a fuller one of the same number (JVN). `words` is its title and description
    where it names no product in fields, to be searched for the names of components; empty for every other record.
    """

    id: str
    kind: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    published: str = ""
    modified: str = ""
    withdrawn: str = ""
    vectors: tuple[Vector, ...] = ()
    affected: tuple[Affected, ...] = ()
    references: tuple[str, ...] = ()
    known_exploited: bool = False
    configurations: tuple[Configuration, ...] = ()
    related: tuple[str, ...] = ()
    publisher: str = ""
    severity: str = ""
    document: str = ""
    tlp: str = ""
    remedies: tuple[Remedy, ...] = ()
    ssvc: tuple[Ssvc, ...] = ()
    overview: bool = False
    words: str = ""

    @property
    def cves(self) -> tuple[str, ...]:
        """The CVE numbers of this record."""
        names = (self.id, *self.aliases)
        return tuple(name for name in dict.fromkeys(names) if name.startswith("CVE-") and "#" not in name)

    @property
    def searched_words(self) -> str:
        """What is searched for the names of components: `words`, or the summary of a record that has nothing else. Of one
        that a person entered nothing is: they name its product, and what else they say is kept sealed."""
        if self.kind == OWN:
            return ""
        if self.words or self.withdrawn or self.overview or self.names_a_product:
            return self.words
        return self.summary

    @property
    def names_a_product(self) -> bool:
        """Whether anything in it can be compared with a component."""
        return name_a_product(self.affected)


def name_a_product(affected: Iterable[Affected]) -> bool:
    """Whether any of these rows can be compared with a component."""
    return any(row.packages or row.cpes or row.repository or row.product for row in affected)


def in_words(affected: Iterable[Affected], withdrawn: bool, *texts: str) -> str:
    """`Advisory.words` of a record: its texts, where it stands and names no product in fields."""
    if withdrawn or name_a_product(affected):
        return ""
    return "\n".join(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))


class KevEntry(Struct, frozen=True):
    """One row of a list of vulnerabilities known to be exploited, CISA's or another's; days as ISO texts.

    `ransomware` is None where the list says Unknown, or a word that it did not have before. `sources` are the lists that
    a list of lists names for this row (EUVD: `cisa_kev`, `eukev_kev`).
    """

    cve: str
    added_on: str
    due_on: str
    ransomware: bool | None
    sources: tuple[str, ...] = ()


class ExploitedList(Struct, frozen=True):
    """What another asserter than CISA lists as exploited: `euvd` or `vc_kev`.

    `records` is how many entries were read (one may name several numbers), `announced` how many the document says there
    are (None: it does not say, or is a part), `dated_on` its own day or, where it has none, that of its newest entry.
    """

    asserter: str
    entries: tuple[KevEntry, ...] = ()
    records: int = 0
    announced: int | None = None
    dated_on: str = ""


class EpssEntry(Struct, frozen=True):
    """One row of EPSS: probability of exploitation within 30 days and its percentile, both 0 to 1.

    `model` is the version of the model and `scored_on` the day of the scores (ISO), both from the head of the file and
    empty where it has none. Scores of two models cannot be compared.
    """

    cve: str
    score: float
    percentile: float
    model: str = ""
    scored_on: str = ""


class RefusedRecord(Struct, frozen=True):
    """A record that no reader took: the line it begins on (1 for the first), and why."""

    line: int
    why: str

    def as_json(self, file: str, offset: int = 0) -> dict[str, Any]:
        """The row of `data.refused`; `offset` is added to the line."""
        return {"file": file, "line": self.line + offset, "why": self.why}


class AdvisoryFile(Struct, frozen=True):
    """What one document held. `has_kev` and `has_epss` tell a catalogue without a row from no catalogue.

    `announced` is how many records the document itself says there are (KEV's count, the total of an answer of NVD or
    MyJVN), None where it does not say. `kev_version` and `kev_released` are the version of the KEV catalogue and its
    instant, `epss_model` and `epss_on` the model and day of the EPSS scores.
    """

    advisories: tuple[Advisory, ...] = ()
    refused: tuple[RefusedRecord, ...] = ()
    kev: tuple[KevEntry, ...] = ()
    epss: tuple[EpssEntry, ...] = ()
    has_kev: bool = False
    has_epss: bool = False
    kev_version: str = ""
    epss_model: str = ""
    epss_on: str = ""
    kev_released: str = ""
    support: tuple[SupportCycle, ...] = ()
    announced: int | None = None
    exploited: tuple[ExploitedList, ...] = ()

    def announcing(self, announced: int | None) -> AdvisoryFile:
        """The same, from an answer that says how many records there are in all."""
        return replace(self, announced=announced)

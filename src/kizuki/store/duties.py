"""What must hold for every row of a table, declared once beside its model.

Embargo, product scope, sealing, erasure, the chain, export and backup iterate over these declarations and have no list
of their own; a model without one cannot be merged (`tests/shape/test_duties.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.apps import apps

from kizuki.store.guarded import Guarded

if TYPE_CHECKING:
    from django.db.models import Model


class Sight(Enum):
    """Who sees rows that lead to no case, device, information, incident or vulnerability."""

    COMPANY = "everybody who may sign in"
    OWN = "the person who is named in the row"
    ROWS = "who sees the rows that hold it; it is never asked for by itself"
    PROGRAM = "nobody: the program's own machinery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongs:
    """The ways from a row to what it belongs to, as paths of Django's queries (`report__case`; `pk` is the row itself).

    A row is seen where every way that is not null leads to something that is seen: a case, information, incident or
    vulnerability that is not under embargo or names the viewer, and a device of the viewer's scope. `sight` says who
    sees it where there is no way at all; `person` is the way to its one person (`Sight.OWN`).

    What is computed of many cases tells of each, and what leads from one case to another tells of both: `tells` is the
    way through rows to all of them, `matter` the column with the key of the one matter of which a row tells; it is seen
    by who sees every one. `about` is a column that names another row as the audit does (`obligation:7`): where that
    tells of something hidden, so does this row.
    """

    case: str = ""
    device: str = ""
    information: str = ""
    incident: str = ""
    advisory: str = ""
    sight: Sight | None = None
    person: str = ""
    tells: str = ""
    matter: str = ""
    about: str = ""

    def ways(self) -> Mapping[str, str]:
        """The ways by what they lead to, without those that there are not."""
        named = ("case", "device", "information", "incident", "advisory")
        return {name: getattr(self, name) for name in named if getattr(self, name)}


class Chain(Enum):
    """How the audit chain covers a table."""

    EVIDENCE = "every row stands as the newest entry that touched it committed to"
    DERIVED = "computed anew from evidence, and compared"
    THIRD_PARTY = "read from documents that are kept; the entries name ids only"
    SCRATCH = "machinery or work in progress: nothing rests on it"
    CHAIN = "the chain itself"


class Kept(Enum):
    """How long texts of a row are kept, and what starts the period."""

    CASE = "as the law says for its case, from the day on which its records were no longer used"
    DEVICE = "as the law says for its device, from the last day of support of its last release"
    OWN = "as the law says for the longest category of any device, from the day that the row itself ends (`ends`)"
    COMPANY = "as long as the record is"
    PUBLISHED = "as long as its publisher's word is of use"
    WORK = "until the work is done"


class Why(Enum):
    """Why a column may hold words in the clear. Free text never may."""

    STAFF = "names of our own staff, by which signatures are read"
    HOSPITAL = "names, places and contacts of hospitals and authorities"
    DEVICE = "names of devices, components and releases"
    COMPANY = "what the company says of itself: name, addresses, instructions"
    PUBLISHED = "published by others, or by us on the label"
    PROGRAM = "words of the program, of the machine or of a feed"


@dataclass(frozen=True, slots=True)
class Opens:
    """How a person opens the document that a column names.

    By the door of documents, where `kind` says what the document is (`document.kind.<kind>` of the glossary). `called`
    is the column with the name that the document came by, `sort` one whose code says more closely what it is
    (`sorted_as` begins the id of its word). `whole`: the document tells of every row that names it (a list from which
    several pieces of information were taken), and is opened by who sees all of them.

    Or by a page of its own (`door`, the name of its address), or by nobody, because of `why`.
    """

    kind: str = ""
    called: str = ""
    sort: str = ""
    sorted_as: str = ""
    whole: bool = False
    door: str = ""
    why: str = ""


PUBLISHED = "its publisher gives it out; what was read of it names it by its digest"
"""Why nobody opens the file of a feed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The duties of one table. Every column that can hold words is named once: `coded` (codes, ids, digests, numbers),
    `plain` (words in the clear, by reason), `free` (free text that is not sealed: a debt that only shrinks), or it is a
    sealed column. A coded column refuses words when it is written (`store/record/coded.py`), but for those of `as_told`:
    keys and numbers that others gave, taken as they are.

    `subject` is what the audit calls a row; `texts` what the texts of a row are kept as, by its columns
    (`communication:{id}`): they go where the row goes; `guarded` what its triggers refuse (None: verbs change and delete
    its rows, and the journal covers them). A derived table names the models that it `rests_on`, and in `recomputed` the
    function (`module:function`, of the alias of a database) that computes it anew and gives the keys that differ; ''
    where only its own verb can. `secret` are columns that leave the record in no form but their digest, in the chain
    too (hashes of passwords). `ends` is where the last day of a row stands by which its words are kept, where it belongs
    to no case and no device: one of its columns, or `use`: a person says so (`RecordUse`). `export` says whether a row
    goes with the export of its case; `opens` how a person opens the document that a column names, of every such column;
    `reader` names the function that shows it (`module:function`), '' where there is none yet: a debt too.
    """

    belongs: Belongs
    chain: Chain
    kept: Kept
    coded: str = ""
    as_told: str = ""
    secret: str = ""
    ends: str = ""
    plain: Mapping[Why, str] = field(default_factory=dict)
    free: str = ""
    subject: str = ""
    texts: str = ""
    guarded: Guarded | None = None
    rests_on: str = ""
    recomputed: str = ""
    export: bool = False
    opens: Mapping[str, Opens] = field(default_factory=dict)
    reader: str = ""

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every column that is named, with how it is kept: `coded`, `plain` or `free`."""
        yield from ((name, "coded") for name in self.coded.split())
        yield from ((name, "plain") for names in self.plain.values() for name in names.split())
        yield from ((name, "free") for name in self.free.split())


def duties_of(model: type[Model]) -> Duties:
    """The duties of a table. `LookupError` where it declares none."""
    found = model.__dict__.get("duties")
    if not isinstance(found, Duties):
        raise LookupError(f"{model.__name__} declares no duties (`kizuki.store.duties`)")
    return found


def declared(*chains: Chain) -> Iterator[tuple[type[Any], Duties]]:
    """Every table of the record with its duties, by table name; only those of these chains, where any is named."""
    for model in sorted(apps.get_app_config("store").get_models(), key=lambda one: one._meta.db_table):
        duties = duties_of(model)
        if not chains or duties.chain in chains:
            yield model, duties

"""The verbs that programs may run, each typed by its own signature: the one declaration that every door calls.

A body has the parameters of the verb by their names; what the door knows by itself (`actor`, the day, the instant) is not
told. No list of ours says what a verb takes, so none can say it wrong (`docs/decisions/0019`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

import kizuki.actions
from kizuki.core.people import matrix, scope_of
from kizuki.store.nouns.noun import Noun
from kizuki.store.nouns.table import NOUNS

Reason = Literal["signature", "way_in", "machine"]

TOLD_DAYS = frozenset({"move_patch", "move_units", "record_patch_on_units", "start_patch"})
"""Verbs whose day is told, not today: when a patch was shipped, when units moved."""

WAYS_IN = frozenset(
    {
        *("begin_record", "offer_first_run", "register_user", "give_access", "use_access", "set_password"),
        *("set_mail_address", "renew_calendar_key", "renew_hash", "note_sign_in", "note_pause"),
        *("make_api_token", "end_api_token", "engage_reviewer", "make_hospital_link"),
        *("begin_second_factor", "confirm_second_factor", "use_second_factor", "end_second_factor"),
        *("demand_second_factor", "end_session"),
    }
)
"""What gives somebody a way in, or more of it: a token that was taken makes no second one."""

_MACHINE_ROOMS = ("record", "notices", "loading", "feeds", "duty")
"""Rooms whose verbs are run by the worker or by a command on the server, but for those of `_BY_PEOPLE`."""

_BY_PEOPLE = frozenset(
    {
        *("enter_vulnerability", "plan_turn", "withdraw_turn"),
        *("acknowledge_call", "acknowledge_information_call"),
        *("hold_records", "lift_hold", "end_use"),
    }
)
_MACHINE = frozenset(
    {
        *("end_upload", "owe_lists", "reevaluate_assessments", "assess_vulnerability", "start_match_run"),
        *("match_release", "match_advisories", "match_everything", "match_components", "watch_triage"),
        *("watch_measures", "watch_periods", "watch_register", "ask_about_trends", "watch_trends"),
        *("escalate", "reopen_by_signal", "reopen_no_report", "take_into_ledger", "receive_upload", "see_finding"),
        *("keep_earlier_decision", "take_over_case", "keep_period", "take_listing", "ask_for_signers"),
        *("record_first_report", "record_transmission"),
        *("acknowledge_as_hospital", "answer_measure_as_hospital", "watch_sheets"),
        *("watch_training", "watch_conformity"),
    }
)
"""Run by the program by itself, by the first load, or by a page with what only it has (an instant, a list of before)."""

ABOUT: Mapping[str, tuple[str, bool]] = {
    "case_id": ("cases", False),
    "report_id": ("reports", False),
    "incident_id": ("incidents", False),
    "information_id": ("informations", False),
    "measure_id": ("measures", False),
    "disclosure_id": ("disclosures", False),
    "decision_id": ("decisions", False),
    "task_id": ("tasks", False),
    "patch_id": ("patches", False),
    "device_id": ("devices", False),
    "user_id": ("people", False),
    "device_key": ("devices", True),
    "hospital_key": ("hospitals", True),
}
"""What a parameter names: the noun, and whether by its key. The first of them is what `If-Match` is held against."""


@dataclass(frozen=True)
class ApiVerb:
    """A verb that programs may run, by its function."""

    name: str
    run: Callable[..., Any]

    @property
    def scope(self) -> str:
        """What a token needs to run it."""
        return scope_of(self.name)

    @cached_property
    def fields(self) -> Mapping[str, tuple[Any, Any]]:
        """What its body is told: type and default by name."""
        return dict(_fields(self.name, self.run, get_type_hints(self.run)))

    @property
    def takes_today(self) -> bool:
        """Whether the door tells it the day."""
        return "on" in inspect.signature(self.run).parameters and "on" not in self.fields

    @cached_property
    def body(self) -> type[BaseModel]:
        """The model of its body: strict, so that no word passes for a number, and without a key that it does not know."""
        told: dict[str, Any] = dict(self.fields)
        return create_model(
            "".join(part.title() for part in self.name.split("_")),
            __config__=ConfigDict(extra="forbid", strict=True, val_json_bytes="base64", ser_json_bytes="base64"),
            __doc__=inspect.getdoc(self.run),
            **told,
        )

    @property
    def about(self) -> tuple[str, Noun, bool] | None:
        """The parameter that names what it changes, the noun, and whether by key; None where nothing does. The reports
        of periods are no noun yet, though their verbs call them by the same name."""
        if ".periods." in self.run.__module__:
            return None
        found = next((name for name in self.fields if name in ABOUT), None)
        return None if found is None else (found, NOUNS[ABOUT[found][0]], ABOUT[found][1])


@cache
def functions() -> Mapping[str, Callable[..., Any]]:
    """The function of each verb that is called like it; a verb without one runs inside another."""
    found: dict[str, Callable[..., Any]] = {}
    for module in walk_packages(kizuki.actions.__path__, f"{kizuki.actions.__name__}."):
        loaded = import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == loaded.__name__ and name in matrix():
                found[name] = function
    return found


def reason_not_here(verb: str) -> Reason | None:
    """Why programs may not run a verb; None where they may.

    Whoever signs reads the document and gives their password: no program does it in their place.
    """
    function = functions().get(verb)
    if verb in WAYS_IN:
        return "way_in"
    if function is None or verb in _MACHINE:
        return "machine"
    parameters = inspect.signature(function).parameters
    if "password" in parameters:
        return "signature"
    room = function.__module__.removeprefix("kizuki.actions.").partition(".")[0]
    if (room in _MACHINE_ROOMS and verb not in _BY_PEOPLE) or {"now", "between", "tell"} & set(parameters):
        return "machine"
    return None


@cache
def api_verbs() -> Mapping[str, ApiVerb]:
    """Every verb that programs may run, by name."""
    return {name: ApiVerb(name, functions()[name]) for name in sorted(matrix()) if reason_not_here(name) is None}


def _fields(name: str, function: Callable[..., Any], hints: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in inspect.signature(function).parameters.values():
        if one.name == "actor" or (one.name == "on" and _is_today(name, one)):
            continue
        yield one.name, (_readable(hints[one.name]), ... if one.default is one.empty else one.default)


def _is_today(name: str, one: inspect.Parameter) -> bool:
    """A day that is told stands before the others, has a default, or is one of `TOLD_DAYS`."""
    return one.kind is one.KEYWORD_ONLY and one.default is one.empty and name not in TOLD_DAYS


def _readable(hint: Any) -> Any:
    """A collection is read as a list: JSON has no other."""
    return list[get_args(hint)] if get_origin(hint) is Collection else hint  # type: ignore[misc]

"""The official tests of CSAF (schema and mandatory tests, 6.1) by the package `csaf`, imported only when asked for.

2.0 is reached through a module that the package does not promise to keep: hence the exact version in the lock, and
a test against the labelled documents of the OASIS committee.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kizuki.core.csaf.profiles import profile_faults
from kizuki.core.refusal import Refused

_THAT_DECIDE = ("schema", "mandatory")
_OWN = ("6.1.27", "6.1.31")
"""Of 2.0 the tests that are run by `core.csaf.profiles` and not by the package (docs/decisions/0022)."""
_MODULES = {"2.0": "csaf.csaf.v20", "2.1": "csaf"}


@dataclass(frozen=True, slots=True)
class TestFault:
    """One fault: the number of the test (`6.1.1`, `schema`), a JSON pointer, and the words of the package."""

    test: str
    where: str
    what: str


def faults_of(value: dict[str, Any], version: str) -> tuple[TestFault, ...]:
    """The faults that make a document invalid; none: it is valid. Where the schema fails, no other test is run.

    Raises `Refused` for a version of CSAF without tests here, and where the tests cannot be run on the document.
    """
    if version not in _MODULES:
        raise Refused(
            "/document/csaf_version", f"CSAF {version or '?'} cannot be validated; {', '.join(_MODULES)} can"
        )
    validate: Callable[..., Any] = importlib.import_module(_MODULES[version]).validate
    try:
        results = validate(value, preset="basic").results
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise Refused("", f"the tests cannot be run on this document: {type(fault).__name__} {fault}") from None
    own = _by_the_standard(value, results) if version == "2.0" else ()
    # A test that was skipped is a fault as well: nobody has held the document to it.
    theirs = (
        TestFault(_number(result), error.instance_path or "/", " ".join(error.message.split()))
        for result in results
        if result.group in _THAT_DECIDE and not result.passed
        for error in result.errors or (_NoPlace(result.title),)
    )
    return (*(fault for fault in theirs if version != "2.0" or fault.test not in _OWN), *own)


def _by_the_standard(value: dict[str, Any], results: Any) -> tuple[TestFault, ...]:
    """What our own reading of 6.1.27 and 6.1.31 finds, of a document that the schema passes."""
    if any(result.group == "schema" and not result.passed for result in results):
        return ()
    return tuple(TestFault(fault.test, fault.where, fault.what) for fault in profile_faults(value))


@dataclass(frozen=True, slots=True)
class _NoPlace:
    """A test that failed without naming a place."""

    message: str
    instance_path: str = "/"


def _number(result: Any) -> str:
    return "schema" if result.group == "schema" else str(result.id)

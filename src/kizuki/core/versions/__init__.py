"""The order of versions as bytes: plain byte order is version order, and no key where no order is sure."""

from kizuki.core.versions.generic import update_bounds
from kizuki.core.versions.intervals import Interval, VersionRange, key_bounds
from kizuki.core.versions.npm_ranges import npm_range
from kizuki.core.versions.schemes import (
    KEY_VERSION,
    SCHEMES,
    comparable,
    scheme_of,
    scheme_of_vers,
    version_key,
)
from kizuki.core.versions.vers import Vers, read_vers

__all__ = [
    "KEY_VERSION",
    "SCHEMES",
    "Interval",
    "Vers",
    "VersionRange",
    "comparable",
    "key_bounds",
    "npm_range",
    "read_vers",
    "scheme_of",
    "scheme_of_vers",
    "update_bounds",
    "version_key",
]

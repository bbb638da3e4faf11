"""Go module versions (golang.org/ref/mod#versions) and releases of Go itself."""

from __future__ import annotations

import re

from kizuki.core.versions.semver import semver_key

_RELEASE = re.compile(r"(?:go)?(\d+\.\d+(?:\.\d+)?)(?:(beta|rc)(\d+))?(?:[ -]X:\S+)?", re.ASCII)


def go_key(version: str) -> bytes | None:
    """SemVer with `v`; `+incompatible` does not count, and a pseudo-version is a prerelease by its own form.

    A release of Go (`go1.21rc2`, as standard libraries are named) is `1.21.0-rc.2`, as the Go vulnerability database
    writes it.
    """
    release = _RELEASE.fullmatch(version)
    if not release:
        return semver_key(version)
    return semver_key(f"{release[1]}-{release[2]}.{release[3]}" if release[2] else release[1])

"""Static files: ours, and the npm files that the settings name one by one; served under hashed names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

from kizuki.core.refusal import Refused
from kizuki.web.npm_files import named_files


class NamedNpmFiles(BaseFinder):
    """Finds the named files; a missing one is refused, since a page without its font or colours is a fault."""

    def __init__(self, app_names: object = None, *args: Any, **kwargs: Any) -> None:
        self.root = Path(settings.NODE_MODULES)
        self.files = named_files(settings.NPM_FILES)
        self.storage = _Renamed(self.root, self.files)
        super().__init__(*args, **kwargs)

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every named file with the storage that opens it."""
        for served, path in self.files.items():
            if not (self.root / path).is_file():
                raise Refused(f"node_modules/{path}", "is missing: run `make setup`")
            yield served, self.storage

    def find(self, path: str, find_all: bool = False, **_old_names: Any) -> Any:
        """Where a served name stands on the disk."""
        found = [self.storage.path(path)] if path in self.files else []
        return found if find_all else next(iter(found), None)


class _Renamed(FileSystemStorage):
    """node_modules, seen under the served names."""

    def __init__(self, root: Path, files: dict[str, str]) -> None:
        super().__init__(location=str(root))
        self.files = files
        self.prefix = ""

    def path(self, name: str) -> str:
        return super().path(self.files[name])


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names carry a digest of the content, so that browsers may keep the files for ever."""

    # Only these are followed inside style sheets. The npm sheets also offer woff, for browsers older than any
    # that the pages support: never asked for, so not collected.
    patterns = (
        ("*.css", ((r"""(?P<matched>url\(['"]?(?P<url>[^'")]+\.(?:woff2|svg))['"]?\))""", 'url("%(url)s")'),)),
    )

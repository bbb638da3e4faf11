"""A bundle written: documents, a manifest with their digests, and a signature over the manifest."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kizuki.core.refusal import Refused
from kizuki.gateways.files import require_place

FORMAT = "kizuki-feeds-1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FOLDER = "documents/"
_ALWAYS_THE_SAME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a bundle."""

    content: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """Its digest, which is its name in the bundle."""
        return hashlib.sha256(self.content).hexdigest()


def write_bundle(path: Path, parts: Iterable[Part], told: dict[str, Any], key: Ed25519PrivateKey) -> int:
    """Write a bundle; `told` goes into the manifest beside the documents. Returns how many documents it holds.

    Written beside the file first and moved into its place when whole; `Refused` where that cannot be done.
    """
    require_place(path)
    unfinished = path.with_name(path.name + ".part")
    documents: list[dict[str, Any]] = []
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                documents.append({"sha256": part.sha256, "size": len(part.content), "media_type": part.media_type})
                archive.writestr(_named(FOLDER + part.sha256), part.content)
            manifest = json.dumps(
                {"format": FORMAT, **told, "documents": documents}, sort_keys=True, ensure_ascii=False
            ).encode()
            archive.writestr(_named(MANIFEST), manifest)
            archive.writestr(_named(SIGNATURE), key.sign(manifest))
        unfinished.replace(path)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        raise Refused("", (fault.strerror or str(fault)).lower(), file=str(path)) from None
    return len(documents)


def _named(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _ALWAYS_THE_SAME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info

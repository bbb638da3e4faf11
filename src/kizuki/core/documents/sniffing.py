"""What a file is, told from its content: its name and what a browser says of it count for nothing."""

from __future__ import annotations

import io
import re
import zipfile

from kizuki.core.documents.zipped import TORN
from kizuki.core.refusal import Refused

TYPES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
)
"""First bytes and what they say; the older Office formats and Outlook messages are OLE storages."""

_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ACTIVE = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|img|meta|link|style|[\w]+:svg)\b", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type_of(content: bytes) -> str:
    """The media type of a document that may be kept. `Refused` for programs, pages that a browser would run (HTML,
    SVG), what is empty, and what is none of the known types: an unknown type is not let in as harmless."""
    if not content:
        raise Refused("", "is empty")
    if content.startswith(_PROGRAMS):
        raise Refused("", "is a program: programs are not kept")
    known = next((name for magic, name in TYPES if content.startswith(magic)), None)
    if known:
        return known
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content[128:132] == b"DICM":
        return "application/dicom"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return _text(content)


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except TORN:
        raise Refused("", "is a damaged ZIP archive") from None
    if "[Content_Types].xml" in names:
        return next((kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), _ZIP)
    return _ZIP


_ZIP = "application/zip"


def _text(content: bytes) -> str:
    plain = content.replace(b"\x00", b"") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else content
    if _ACTIVE.search(plain):
        raise Refused("", "is a page that a browser would run (HTML, SVG): it is not kept")
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp932", "iso2022_jp"):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if not _CONTROL.search(text):
            return "text/plain"
    raise Refused("", "is none of the types that are kept: PDF, images, DICOM, Office, ZIP, gzip, text")

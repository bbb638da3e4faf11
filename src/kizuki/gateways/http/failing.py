"""Why something could not be fetched, as a value."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


class FetchFailed(Exception):
    """An address did not give what was asked of it.

    `code` is a word of `feeds.error`; `url` the address without its query and without a password; `detail` a short
    fact such as a status. `again_after` are the seconds that the other side asks us to wait, where it does.
    """

    def __init__(self, code: str, url: str, detail: str = "", *, again_after: float | None = None) -> None:
        super().__init__(code, url, detail)
        self.code = code
        self.url = plain_address(url)
        self.detail = " ".join(detail.split())[:200]
        self.again_after = again_after

    def __str__(self) -> str:
        return ": ".join(part for part in (self.url, self.code, self.detail) if part)


def plain_address(url: str) -> str:
    """The address as it may stand in a log: neither query nor fragment nor password."""
    parts = urlsplit(url)
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    return urlunsplit((parts.scheme, host, parts.path, "", ""))

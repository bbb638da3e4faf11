"""How this installation reaches the outside: proxy, certificates, patience and limits."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib import request as environment_proxies
from urllib.parse import urlsplit

import urllib3
from urllib3.util import make_headers

from kizuki.core.documents import MAX_BYTES
from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class Connection:
    """Settings of one installation. Seconds and bytes; `proxy` is an address, empty for the direct way.

    `standard_proxies`: the variables that most programs know (HTTPS_PROXY, NO_PROXY) count where `proxy` is empty.
    """

    proxy: str = ""
    ca_file: str = ""
    standard_proxies: bool = True
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    whole_seconds: float = 900.0
    attempts: int = 5
    first_pause: float = 1.0
    longest_pause: float = 60.0
    most_bytes: int = MAX_BYTES

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Connection:
        """KIZUKI_HTTP_PROXY and KIZUKI_CA_FILE, else the standard variables; `Refused` where one cannot be used."""
        ca_file = environment.get("KIZUKI_CA_FILE", "")
        if ca_file and not Path(ca_file).is_file():
            raise Refused("KIZUKI_CA_FILE", f"{ca_file}: no such file")
        proxy = environment.get("KIZUKI_HTTP_PROXY", "")
        if proxy and urlsplit(proxy).scheme not in ("http", "https"):
            raise Refused("KIZUKI_HTTP_PROXY", "begins with neither http:// nor https://")
        return cls(proxy=proxy, ca_file=ca_file)

    def pool(self, url: str) -> urllib3.PoolManager:
        """The connections for one address: trust is the system's certificates and the company's."""
        host = urlsplit(url).hostname or ""
        settings = {
            "timeout": urllib3.Timeout(connect=self.connect_seconds, read=self.read_seconds),
            "retries": False,
            "ssl_context": self._trust(),
        }
        proxy = self.proxy or (self._standard_proxy(host) if self.standard_proxies else "")
        if not proxy:
            return urllib3.PoolManager(**settings)  # type: ignore[arg-type]
        parts = urlsplit(proxy)
        user = f"{parts.username}:{parts.password or ''}" if parts.username else None
        address = f"{parts.scheme}://{parts.hostname}:{parts.port or 8080}"
        headers = make_headers(proxy_basic_auth=user) if user else None
        return urllib3.ProxyManager(address, proxy_headers=headers, **settings)  # type: ignore[arg-type]

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.ca_file:
            try:
                context.load_verify_locations(self.ca_file)
            except (ssl.SSLError, OSError):
                raise Refused("KIZUKI_CA_FILE", f"{self.ca_file}: holds no certificate") from None
        return context

    @staticmethod
    def _standard_proxy(host: str) -> str:
        if environment_proxies.proxy_bypass_environment(host):  # type: ignore[attr-defined]
            return ""
        proxies = environment_proxies.getproxies_environment()
        return proxies.get("https") or proxies.get("all") or ""

"""Who a request comes from: the address of the connection, or what a named proxy says of whom it stands before.

What anybody else writes into such headers changes nothing, and reaches no page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

FORWARDED = frozenset({"forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"})
"""What is taken out of every request, beside everything that begins with `x-forwarded-`."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """The address of who asks, and over which scheme they do."""

    address: str
    scheme: str


def visitor(client: str, scheme: str, headers: Mapping[str, str], proxies: Sequence[Network]) -> Visitor:
    """Who asks, by the address of the connection and the headers (names in small letters).

    A named proxy adds the address that it sees at the end of `X-Forwarded-For`: read from there, the first that is no
    named proxy is the visitor's, and what stands before it is their own word. `X-Forwarded-Proto` is believed of a named
    proxy, the last one that it names.
    """
    nearest = _address(client)
    if nearest is None or not _is_named(nearest, proxies):
        return Visitor(client, scheme)
    said = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    scheme = said if said in ("http", "https") else scheme
    for one in reversed(headers.get("x-forwarded-for", "").split(",")):
        found = _address(one)
        if found is None:
            break
        nearest = found
        if not _is_named(found, proxies):
            break
    return Visitor(str(nearest), scheme)


def without_forwarded(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that pages may read: none of those by which a proxy, or somebody who plays one, speaks of others."""
    return {
        name: value
        for name, value in headers.items()
        if name not in FORWARDED and not name.startswith("x-forwarded-")
    }


def _is_named(address: Address, proxies: Sequence[Network]) -> bool:
    return any(address in network for network in proxies)


def _address(text: str) -> Address | None:
    """`192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` and `[2001:db8::1]:4711`; None for anything else."""
    plain = text.strip().strip('"')
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found

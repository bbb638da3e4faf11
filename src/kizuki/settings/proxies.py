"""The proxies that are believed when they say for whom they ask. Nobody else is."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network

from kizuki.core.refusal import Refused

LEAST_BITS = 8
"""A network of more addresses than this is a mistake: everybody would choose their own."""


def proxies_of(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of `192.0.2.1, 10.1.0.0/16`; `Refused` names what is none, or is everybody."""
    found = []
    for one in filter(None, (part.strip() for part in text.split(","))):
        try:
            network = ip_network(one)
        except ValueError:
            raise Refused("KIZUKI_PROXIES", f"{one} is neither an address nor a network like 10.1.0.0/16") from None
        if network.prefixlen < LEAST_BITS:
            raise Refused("KIZUKI_PROXIES", f"{one} names so many that nobody's address would be believed")
        found.append(network)
    return tuple(found)


PROXIES = proxies_of(os.environ.get("KIZUKI_PROXIES", ""))

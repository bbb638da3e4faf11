"""Addresses of the law, provisions with the period they are in force, and the register that holds them."""

from kizuki.core.law.address import Item, address_of
from kizuki.core.law.provisions import InForce, Provision, provision, provisions_on, since, until

__all__ = ["InForce", "Item", "Provision", "address_of", "provision", "provisions_on", "since", "until"]

"""Time stamps of an authority (RFC 3161): asking for one, and checking those that were kept."""

from kizuki.gateways.timestamps.asking import Stamp, ask_for_stamp
from kizuki.gateways.timestamps.checking import check_stamp, roots_of

__all__ = ["Stamp", "ask_for_stamp", "check_stamp", "roots_of"]

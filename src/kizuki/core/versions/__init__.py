"""The order of versions as bytes: plain byte order is version order, and no key where no order is sure."""

from kizuki.core.versions.schemes import KEY_VERSION, SCHEMES, comparable, scheme_of, version_key

__all__ = ["KEY_VERSION", "SCHEMES", "comparable", "scheme_of", "version_key"]

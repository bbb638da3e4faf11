"""YAML as the readers of advisories take it: see `kizuki.core.documents.yaml`."""

from kizuki.core.documents.yaml import yaml_value

__all__ = ["yaml_value"]

"""Every source that the notification 5 and GVP 7条 name has its row."""

from __future__ import annotations

import pytest

from kizuki.core.information.sources import source_of, sources
from kizuki.core.refusal import Refused

NAMED = {
    *("hospital", "patient", "field_service", "distributor", "quality_complaint", "finder", "vendor", "other_maker"),
    *("parent", "foreign_maker", "foreign_authority", "literature", "pmda", "mhlw", "prefecture", "jpcert", "ipa"),
    *("jvn", "nvd", "icsma", "isac", "police", "cabinet", "meti"),
}


def test_every_named_source_is_there_with_its_authority() -> None:
    assert set(sources()) >= NAMED
    for source in sources().values():
        assert source.said("ja"), source.code
        assert source.said("en"), source.code
        assert source.source, source.code


def test_an_unknown_source_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="'rumour' is not one of"):
        source_of("rumour", "source")

"""The facts behind the sample's questionnaires: every fact that people tell, once."""

from __future__ import annotations

from collections import Counter

import pytest

from kizuki.core.questionnaires.catalogue import asked_of
from kizuki.sample.reading import read_portfolio, read_questionnaires

FROM_THE_RECORD = {"device.description", "device.model"}


@pytest.mark.parametrize("owner", ["company", "device", "release", "hospital"])
def test_each_fact_is_told_once_and_by_no_name_that_the_catalogue_lacks(owner: str) -> None:
    told = read_questionnaires()[owner]
    names = Counter([*told["yes"], *told["no"], *told.get("text", {})])
    assert set(names.values()) == {1}
    mine = {fact.name for fact in asked_of(owner) if fact.owner == owner} - FROM_THE_RECORD  # type: ignore[arg-type]
    assert set(names) == mine


def test_where_one_device_differs_it_is_a_device_of_the_sample_and_the_answer_another() -> None:
    read = read_questionnaires()
    common = {name: answer for answer in ("yes", "no") for name in read["device"][answer]}
    assert set(read["devices"]) <= {device["key"] for device in read_portfolio().devices}
    for told in read["devices"].values():
        own = {name: answer for answer in ("yes", "no") for name in told.get(answer, ())}
        assert all(common[name] != answer for name, answer in own.items())

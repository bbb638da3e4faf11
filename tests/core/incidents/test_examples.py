"""The six examples of the notification: in its own words, and like a case only by what is known of both."""

from __future__ import annotations

from kizuki.core.incidents.examples import examples, likeness
from kizuki.core.incidents.kinds import kinds


def test_the_notification_gives_three_common_examples_and_three_of_individual_devices() -> None:
    places = [(one.group, one.number) for one in examples()]
    assert places == [(group, number) for group in ("common", "device") for number in (1, 2, 3)]
    assert {code for one in examples() for code in one.effects} <= set(kinds("effect"))
    assert all(one.generic or one.exploited for one in examples()), "each has something by which it can be recognised"


def alike(generic: str, *, exploited: bool = False, legacy: bool = False) -> dict[str, tuple[str, ...]]:
    found = {
        one.code: likeness(one, generic=generic, effects=(), exploited=exploited, legacy=legacy) for one in examples()
    }
    return {code: reasons for code, reasons in found.items() if reasons}


def test_an_example_is_like_a_case_of_its_kind_of_device() -> None:
    assert alike("汎用輸液ポンプ") == {"device_1": ("generic:輸液ポンプ",)}
    assert alike("植込み型除細動器・ペースメーカリード") == {"device_3": ("generic:除細動器",)}
    assert alike("全身用Ｘ線ＣＴ診断装置") == {"common_3": ("generic:診断装置",)}
    assert alike("成人用人工呼吸器") == {}


def test_what_was_exploited_is_like_the_first_and_in_a_legacy_device_like_the_second_too() -> None:
    assert alike("成人用人工呼吸器", exploited=True) == {"common_1": ("exploited",)}
    assert alike("成人用人工呼吸器", exploited=True, legacy=True)["common_2"] == ("exploited", "legacy")
    assert alike("成人用人工呼吸器", legacy=True) == {}, (
        "a legacy device in which nothing was exploited is like neither"
    )

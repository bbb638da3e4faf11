"""What is typed into the table of a first report's sheet: a cell that is refused takes nothing else with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.test_doors_stories import of_role
from tests.web.test_first_sheet_page import begun, death_by_telephone, noon

pytestmark = pytest.mark.django_db

__all__ = ["noon"]

WITH_A_TIME = "2026年6月15日 20:15"


def tell(client: Client, address: str, **cells: str) -> Any:
    """The row of the only person, as a browser sends it; by htmx, as the page does."""
    box = client.get(address).context["page"].box("persons")
    ((who, *_),) = box.rows
    told = {"box": "persons", "read": box.read, "id": who.text, "age_band": "", "sex": "", "on": ""} | cells
    return client.post(address, told, headers={"HX-Request": "true"})


def kept(client: Client, address: str) -> list[str]:
    ((_, *cells),) = client.get(address).context["page"].box("persons").rows
    return [cell.text for cell in cells]


def test_a_day_that_is_refused_takes_neither_age_nor_sex_with_it(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    answer = tell(officer, address, age_band="70代", sex="男性", on=WITH_A_TIME)
    assert answer.status_code == 422
    assert kept(officer, address) == ["70代", "男性", ""]
    assert "入力したほかの項目は保存しました" in answer.content.decode()


def test_what_stood_in_the_refused_cell_stays_in_the_record(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    assert tell(officer, address, age_band="70代", on="2026/6/14").status_code == 200
    assert tell(officer, address, age_band="80代", on=WITH_A_TIME).status_code == 422
    assert kept(officer, address) == ["80代", "", "2026-06-14"]


def test_the_answer_to_a_refusal_puts_no_field_anew_and_the_next_value_is_kept(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    answer = tell(officer, address, sex="男性", on=WITH_A_TIME).content.decode()
    assert 'id="refused-persons" hx-swap-oob="true"' in answer
    assert 'name="sex"' not in answer, "whoever types on meanwhile loses nothing to it"
    assert f'value="{officer.get(address).context["page"].box("persons").read}"' in answer
    answer = tell(officer, address, sex="男性", on="2026/6/15").content.decode()
    assert 'id="refused-persons" hx-swap-oob="true"></div>' in answer, "what was refused before is said no more"


def test_a_time_behind_a_day_is_refused_in_words_that_say_where_it_goes(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    for typed in (WITH_A_TIME, "2026-06-15T20:15", "６月１５日２０時頃"):
        said = tell(officer, address, on=typed).content.decode()
        assert "死亡日等：日付だけを記入してください" in said, typed
        assert "時刻は「事実（確認したこと）」の欄に書いてください" in said, typed
        assert "ではありません" not in said, typed
    said = tell(officer, address, on="おととい").content.decode()
    assert "2026年6月、2026年、不明 と記入できます" in said


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("令和8年6月15日", "2026-06-15"),
        ("2026年6月", "2026-06"),
        ("R8.6", "2026-06"),
        ("2026年", "2026"),
        ("不明", "不明"),
    ],
)
def test_a_day_a_month_or_a_year_is_taken_as_people_write_it(office: dict[str, int], typed: str, stands: str) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))
    assert tell(officer, address, on=typed).status_code == 200
    assert kept(officer, address)[-1] == stands

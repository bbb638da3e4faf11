"""A list on a phone: each cell says of which column it is, and what listens is told that it is a table still."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.template import Context, Template

from kizuki.store.models import Hospital
from tests.web.conftest import TODAY
from tests.web.portfolio_cast import move_in_portfolio

LIST = (
    '<table><thead><tr><th scope="col">Day</th><th scope="col" colspan="2">Who &amp; <em>what</em></th>'
    '<th scope="col"></th></tr></thead><tbody>'
    '<tr><th scope="row">1</th><td>a</td><td>b</td><td>c</td></tr>'
    '<tr><td colspan="3">none</td><td>d</td></tr></tbody></table>'
)


class Cells(HTMLParser):
    """Every tag with its attributes, in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def rendered(inside: str) -> list[tuple[str, dict[str, str | None]]]:
    return Cells(Template("{% rowwise %}" + inside + "{% endrowwise %}").render(Context())).found


def test_each_cell_names_its_column_however_many_columns_a_cell_takes() -> None:
    cells = [attrs for tag, attrs in rendered(LIST) if tag in ("td", "th") and attrs.get("scope") != "col"]
    assert [cell.get("data-of") for cell in cells] == ["Day", "Who & what", "Who & what", None, "Day", None]


def test_the_parts_keep_their_roles() -> None:
    roles = {(tag, attrs.get("scope")): attrs["role"] for tag, attrs in rendered(LIST) if tag != "em"}
    assert roles["th", "col"] == "columnheader"
    assert roles["th", "row"] == "rowheader"
    assert {role for (_, scope), role in roles.items() if scope is None} == {"table", "rowgroup", "row", "cell"}


def test_what_has_no_head_stays_as_it_is() -> None:
    assert rendered("<table><tbody><tr><td>1</td></tr></tbody></table>")[-1] == ("td", {})


def test_the_pages_of_a_hospital_mark_their_units_so(sato: Any, office: dict[str, int]) -> None:
    move_in_portfolio(TODAY)
    page = sato.get(f"/hospitals/{Hospital.objects.first().pk}").content.decode()
    cells = [attrs for tag, attrs in Cells(page).found if tag == "td"]
    assert cells
    assert all(cell.get("data-of") for cell in cells)

"""A company's own forms: its table, its Typst file, its mapping, its terms, its guide, and no line of code."""

from __future__ import annotations

import io
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kizuki.cli.main import main
from kizuki.core.forms import OURS
from kizuki.core.refusal import Refused
from kizuki.gateways.editions import ENVIRONMENT, house
from tests.core.forms.cases import document

OURS_8 = (resources.files("kizuki.core.forms") / "editions" / "form_08_2020-01-31.toml").read_text(encoding="utf-8")
LAYOUT = """
#let form = json(bytes(sys.inputs.form))
#set page(paper: "a4")
#set text(font: "BIZ UDPGothic", fallback: false)
自社の様式：#form.name
#for section in form.sections { for group in section.groups { for cell in group.cells [#cell.label = #cell.text \\ ] } }
#metadata((overflow: ())) <printed>
#context [#metadata(counter(page).final().first()) <pages>]
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of the company's forms."""
    folder = tmp_path / "forms"
    folder.mkdir()
    monkeypatch.setenv(ENVIRONMENT, str(folder))
    return folder


def answer(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], case: dict[str, Any], *words: str) -> Any:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    code = main(["form", *words[:1], str(path), *words[1:], "--json"])
    out, err = capfdbinary.readouterr()
    assert code == 0, err.decode()
    return json.loads(out)


def test_without_a_folder_the_forms_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    assert house() is OURS


def test_a_company_replaces_labels_order_boxes_and_layout_without_touching_code(
    own: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = OURS_8.splitlines()
    brand = next(at for at, line in enumerate(lines) if 'id = "brand"' in line)
    generic = next(at for at, line in enumerate(lines) if 'id = "generic"' in line)
    lines[brand], lines[generic] = lines[generic], lines[brand].replace('ja = "販売名"', 'ja = "製品名（自社）"')
    lines = [line for line in lines if 'id = "udi"' not in line]
    box = '  { id = "site", mark = "⑦", ja = "出荷先の備考", en = "Site", type = "text", from = "device.udi", '
    box += 'need = "optional", blank = "yes", label = "seen", by = "OWN", rule = "OWN" },'
    lines.insert(next(at for at, line in enumerate(lines) if 'id = "remarks"' in line), box)
    table = "\n".join(lines).replace('edition = "2020-01-31"', 'edition = "2026-05-01"', 1)
    table = table.replace(
        'instrument = "薬生発0730第8号', 'layout = "own.typ"\ninstrument = "自社手順書第3版／薬生発0730第8号', 1
    )
    (own / "form_8.toml").write_text(table, encoding="utf-8")
    (own / "own.typ").write_text(LAYOUT, encoding="utf-8")
    pdf = tmp_path / "own.pdf"
    told = answer(tmp_path, capfdbinary, document(device__udi="UDI-1"), "8", "--pdf", str(pdf))
    fields = {field["id"]: field for field in told["fields"]}
    ids = list(fields)
    assert told["edition"] == "2026-05-01"
    assert ids.index("generic") < ids.index("brand")
    assert fields["brand"]["label"] == "製品名（自社）"
    assert "udi" not in fields
    assert fields["site"]["value"] == "UDI-1"
    text = "".join(pypdf.PdfReader(io.BytesIO(pdf.read_bytes())).pages[0].extract_text().split())
    assert "自社の様式：" in text
    assert "製品名（自社）=キヅキ輸液ポンプKP-300" in text
    assert told["pages"] >= 1


def test_a_report_of_a_day_before_the_company_s_edition_is_refused_by_that_edition(
    own: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (own / "form_8.toml").write_text(
        OURS_8.replace('edition = "2020-01-31"', 'edition = "2027-01-01"', 1), encoding="utf-8"
    )
    path = tmp_path / "case.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    assert main(["form", "8", str(path)]) == 2
    assert "before the first edition held of form 8: 2027-01-01" in capfdbinary.readouterr().err.decode()


def test_the_mapping_moves_an_item_to_another_form(
    own: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (own / "items.toml").write_text('[items]\n"1-ハ" = 10\n"2-ロ" = 10\n', encoding="utf-8")
    path = tmp_path / "case.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    assert main(["form", "8", str(path)]) == 2
    assert "does not call for form 8; what is met or open is on form 10" in capfdbinary.readouterr().err.decode()
    told = answer(tmp_path, capfdbinary, document(), "10", "--draft")
    assert {field["id"]: field["value"] for field in told["fields"]}["deadline"] == "15日"


def test_the_terms_and_the_guide_are_the_company_s(
    own: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (own / "terms.csv").write_bytes("jfmda,code,ja\nD09-a0027,A1103,公式の名称\n".encode("cp932"))
    (own / "guide.toml").write_text(
        'name = "手引書"\nedition = "第2版（2023-03-31）"\n[examples]\n"8.situation" = "時系列で書く。"\n',
        encoding="utf-8",
    )
    told = answer(tmp_path, capfdbinary, document(), "8")
    [row] = {field["id"]: field["value"] for field in told["fields"]}["device_problem"]
    assert row["jfmda"] == "D09-a0027"
    guide = house().guide
    assert (guide.edition, guide.examples["8.situation"]) == ("第2版（2023-03-31）", "時系列で書く。")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("form_8.toml", "number =", "is no TOML"),
        ("form_8.toml", OURS_8.replace("number = 8", "number = 7", 1), "number: 7 is not one of"),
        ("form_8.toml", OURS_8.replace("instrument =", "instrumental =", 1), "instrument: the table"),
        ("form_8.toml", OURS_8.replace('edition = "2020-01-31"', 'edition = "soon"', 1), "edition: 'soon'"),
        (
            "form_8.toml",
            OURS_8.replace('id = "brand",', 'id = "brand", colour = "red",', 1),
            "boxes.device.brand.colour",
        ),
        ("form_8.toml", OURS_8.replace('id = "brand",', 'id = "generic",', 1), "boxes.generic: the box stands"),
        ("form_8.toml", OURS_8.replace("width = 12,", 'width = "all",', 1), "must be of the kind int"),
        ("form_8.toml", OURS_8.replace("instrument =", 'layout = "../own.typ"\ninstrument =', 1), "layout"),
        ("items.toml", '[items]\n"1-ハ" = 7\n', "items.1-ハ"),
        ("guide.toml", "colour = 1\n", "colour"),
        ("terms.csv", "code,colour\n", "line 1"),
    ],
)
def test_what_cannot_be_read_names_the_file_and_the_key(own: Path, name: str, text: str, told: str) -> None:
    (own / name).write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as found:
        house()
    assert told in str(found.value)
    assert name in str(found.value)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('from = "device.brand"', 'from = "device.colour"', "brand.from"),
        ('when = "death"', 'when = "rain"', "death_date.when"),
    ],
)
def test_a_box_filled_from_a_key_or_a_condition_that_does_not_exist_is_refused_by_name(
    own: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], before: str, after: str, told: str
) -> None:
    (own / "form_8.toml").write_text(OURS_8.replace(before, after, 1), encoding="utf-8")
    path = tmp_path / "case.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    assert main(["form", "8", str(path)]) == 2
    assert told in capfdbinary.readouterr().err.decode()


def test_the_folder_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is not a folder"):
        house(tmp_path / "nowhere")

"""Component lists in CSV and Excel."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.sbom import read_sbom
from kizuki.core.sbom.columns import read_mapping
from tests.core.sbom.workbooks import number_cell, packed, rows, text_cell, workbook

HEAD = ["部品名", "バージョン", "供給者", "CPE"]
OPENSSL = ["openssl", "1.1.1k", "OpenSSL財団", "cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*"]


def test_a_workbook_is_read_by_its_headings() -> None:
    sbom = read_sbom(workbook(("部品表", rows(["SBOM"], [], HEAD, OPENSSL))))
    (component,) = sbom.components
    assert (sbom.format, sbom.valid) == ("xlsx", True)
    assert [component.name, component.version, component.supplier, component.cpe] == OPENSSL
    assert component.ref == "部品表 row 4"
    assert sbom.making.columns == (
        ("name", "部品名"),
        ("version", "バージョン"),
        ("supplier", "供給者"),
        ("cpe", "CPE"),
    )


def test_shared_texts_are_read_without_the_readings_of_their_kanji() -> None:
    shared = (
        "<si><t>名称</t></si><si><t>版</t></si>"
        '<si><r><t>画像</t></r><r><t>処理</t></r><rPh sb="0" eb="2"><t>ガゾウ</t></rPh></si><si><t>1.10</t></si>'
    )
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    cells += '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>'
    (component,) = read_sbom(workbook(("S", cells), shared=shared)).components
    assert (component.name, component.version) == ("画像処理", "1.10")


def test_a_version_kept_as_a_number_is_a_fault_by_cell() -> None:
    cells = f"<row r='1'>{text_cell('B1', 'name')}{text_cell('D1', 'version')}</row>"
    cells += f"<row r='2'>{text_cell('B2', 'openssl')}{number_cell('D2', '1.1')}</row>"
    sbom = read_sbom(workbook(("S", cells)))
    assert sbom.components[0].version == "1.1"
    assert [fault.where for fault in sbom.errors] == ["S!D2"]
    assert "1.10 becomes 1.1" in sbom.errors[0].what


@pytest.mark.parametrize(
    ("properties", "day"), [("", date(2030, 1, 31)), ("<workbookPr date1904='1'/>", date(2034, 2, 1))]
)
def test_a_day_kept_as_a_number_is_that_day(properties: str, day: date) -> None:
    cells = f"<row r='1'>{text_cell('A1', 'name')}{text_cell('B1', 'サポート終了日')}</row>"
    cells += f"<row r='2'>{text_cell('A2', 'openssl')}{number_cell('B2', '47514')}</row>"
    sbom = read_sbom(workbook(("S", cells), properties=properties))
    assert sbom.components[0].details.support.until_on == day


def test_a_formula_without_result_is_a_fault_and_reads_as_absent() -> None:
    cells = rows(["name", "version"]) + f'<row r="2">{text_cell("A2", "x")}<c r="B2" t="e"><v>#N/A</v></c></row>'
    sbom = read_sbom(workbook(("S", cells)))
    assert sbom.components[0].version == ""
    assert [fault.where for fault in sbom.errors] == ["S!B2"]


def test_a_sheet_that_is_not_read_is_told() -> None:
    sbom = read_sbom(
        workbook(("表紙", rows(["SBOM 2026"])), ("部品", rows(HEAD, OPENSSL)), ("予備", rows(HEAD, OPENSSL)))
    )
    assert len(sbom.components) == 1
    assert [fault.where for fault in sbom.errors] == ["表紙", "予備"]


def test_a_hidden_sheet_is_not_read_and_told() -> None:
    sbom = read_sbom(workbook(("隠れた表", rows(HEAD, OPENSSL)), ("部品", rows(HEAD, OPENSSL)), state="hidden"))
    assert [(fault.where, "hidden" in fault.what) for fault in sbom.errors] == [("隠れた表", True)]
    assert sbom.components[0].ref == "部品 row 2"


def test_the_caller_tells_which_column_is_what() -> None:
    content = b"A,B,C\nopenssl,x,1.1.1k\n"
    with pytest.raises(Refused, match="no row of headings"):
        read_sbom(content)
    sbom = read_sbom(content, read_mapping("name=A, version=3"))
    assert [(row.name, row.version) for row in sbom.components] == [("openssl", "1.1.1k")]
    assert ("version", "C") in sbom.making.columns
    assert sbom.components[0].details.properties == (("B", "x"),)


def test_what_the_caller_tells_goes_before_what_headings_say() -> None:
    sbom = read_sbom("製品名,部品名,版\nポンプ,openssl,1.1.1k\n".encode(), {"name": "部品名"})
    assert sbom.components[0].name == "openssl"


@pytest.mark.parametrize("told", ["name", "colour=A", "name=A,name=B", "name=", ""])
def test_a_mapping_that_is_none_is_refused(told: str) -> None:
    with pytest.raises(Refused):
        read_mapping(told)


def test_a_told_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="no row of headings"):
        read_sbom(b"name,version\nopenssl,1\n", {"name": "nome"})


def test_columns_told_for_what_is_no_table_are_refused() -> None:
    with pytest.raises(Refused, match="no table"):
        read_sbom(b'{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1}', {"name": "A"})


def test_other_columns_are_kept_as_properties() -> None:
    (component,) = read_sbom("部品名,版,備考\nopenssl,1,要確認\n".encode()).components
    assert component.details.properties == (("備考", "要確認"),)


def test_words_of_relation_that_name_nothing_are_kept_as_a_property() -> None:
    components = read_sbom(b"name,version,relationship\npump,2,Primary\nqt,5,pump\n").components
    assert components[0].details.properties == (("relationship", "Primary"),)
    assert components[1].details.parent == components[0].ref


@pytest.mark.parametrize(
    "content",
    [
        b'name,version\n"openssl,1\n',
        b'name,version\n"open"ssl,1\n',
        b"name,version\n\x81\x00\xff\xfe,1\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
        packed({"word/document.xml": "<w/>"}),
        workbook(("S", rows(["a", "b"], ["c", "d"]))),
        workbook(("S", '<row r="1"><c r="A1" t="s"><v>7</v></c></row>')),
        workbook(("S", '<row r="x"><c r="A1"><v>7</v></c></row>')),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read_sbom(content)

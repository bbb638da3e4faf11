"""What would take too much time or memory, or reach beyond the file, is refused."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from kizuki.core.documents import MAX_DEPTH
from kizuki.core.refusal import Refused
from kizuki.core.sbom import read_sbom
from tests.core.sbom.workbooks import packed, rows, workbook

BOM = "http://cyclonedx.org/schema/bom/1.5"


def test_a_document_type_is_refused_wherever_it_is_hidden() -> None:
    bomb = '<!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    for before in ("", '<?xml version="1.0"?>', "<!-- x --><?y?>\n", "\n\n"):
        with pytest.raises(Refused, match="DOCTYPE"):
            read_sbom(f'{before}{bomb}<bom xmlns="{BOM}">&b;</bom>'.encode())
    with pytest.raises(Refused, match="DOCTYPE"):
        read_sbom(f'{bomb}<bom xmlns="{BOM}"/>'.encode("utf-16"))


def test_a_document_type_in_a_comment_is_none() -> None:
    assert read_sbom(f'<!-- <!DOCTYPE x> --><bom xmlns="{BOM}"/>'.encode()).format == "cyclonedx-xml"


def test_an_entity_that_nobody_declares_is_refused() -> None:
    with pytest.raises(Refused, match="line 1"):
        read_sbom(f'<bom xmlns="{BOM}">&file;</bom>'.encode())


@pytest.mark.parametrize("alias", ["a: &x 1\nb: *x\n", "a: &x [1]\n", "a: !!python/object x\n"])
def test_aliases_anchors_and_tags_of_yaml_are_refused(alias: str) -> None:
    with pytest.raises(Refused, match="line"):
        read_sbom(f"spdxVersion: SPDX-2.3\n{alias}".encode())


@pytest.mark.parametrize(
    "content",
    [
        "<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1),
        f'<bom xmlns="{BOM}">' + "<components><component>" * 110 + "</component></components>" * 110 + "</bom>",
        "spdxVersion: SPDX-2.3\na: " + "[" * 300 + "]" * 300,
        '{"bomFormat": "CycloneDX", "components": ' + '[{"components": ' * 150 + "[]" + "}]" * 150 + "}",
    ],
)
def test_deep_nesting_is_refused(content: str) -> None:
    with pytest.raises(Refused, match=r"nests deeper|not XML"):
        read_sbom(content.encode())


def test_nesting_up_to_the_limit_is_read() -> None:
    inner = "<components><component><name>x</name>" * 90 + "</component></components>" * 90
    assert len(read_sbom(f'<bom xmlns="{BOM}">{inner}</bom>'.encode()).components) == 90


def test_a_workbook_that_unpacks_to_too_much_is_refused_at_once() -> None:
    started = time.process_time()
    with pytest.raises(Refused, match="unpacks to more than"):
        read_sbom(workbook(("S", " " * 80_000_000)))
    assert time.process_time() - started < 10


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(workbook(("S", rows(["name", "version"]) + " " * 5_000_000)))
    # The size in the directory is what the file says of itself; what comes out is what counts.
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    small = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(Refused):
        read_sbom(bytes(small))


def test_a_workbook_with_a_document_type_is_refused() -> None:
    with pytest.raises(Refused, match="DOCTYPE"):
        read_sbom(packed({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}))


@pytest.mark.parametrize("encoding", ["utf-7", "rot13", "unicode_escape", "nonsense"])
def test_an_encoding_that_is_not_read_is_refused_by_name(encoding: str) -> None:
    with pytest.raises(Refused, match=encoding):
        read_sbom(f'<?xml version="1.0" encoding="{encoding}"?><bom xmlns="{BOM}"/>'.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "shift_jis", "euc_jp", "iso2022_jp", "utf-8-sig"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    body = "<components><component type='library'><name>画像処理</name></component></components>"
    text = f'<?xml version="1.0" encoding="{name}"?><bom xmlns="{BOM}">{body}</bom>'
    assert read_sbom(text.encode(encoding)).components[0].name == "画像処理"

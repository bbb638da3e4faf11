"""What would take too much time or memory, or reach beyond the file, is refused."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest

from kizuki.core.documents import MAX_DEPTH
from kizuki.core.documents.limits import MAX_FAULTS
from kizuki.core.refusal import Refused
from kizuki.core.sbom import assembling, read_sbom
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


def long_row(number: int) -> str:
    return json.dumps({"type": "library", "name": f"{number} {'y' * 90}"})


HEAD = '{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": ['


def test_a_large_document_of_nothing_but_faults_tells_so_many_and_that_there_are_more() -> None:
    started = time.process_time()
    sbom = read_sbom((HEAD + ",".join(['{"type": 5}'] * 60_000) + "]}").encode())
    assert len(sbom.errors) == MAX_FAULTS + 1
    assert "more faults" in sbom.errors[-1].what
    assert len(sbom.components) == 60_000
    assert time.process_time() - started < 20


def test_the_faults_of_a_large_document_are_placed_as_in_a_small_one() -> None:
    rows = [long_row(number) for number in range(3_000)]
    rows[2_345] = '{"type": "nonsense", "name": "x"}'
    sbom = read_sbom((HEAD + ",".join(rows) + '], "metadata": {"timestamp": 5}, "dependencies": [{}]}').encode())
    assert {fault.where for fault in sbom.errors} == {
        "/metadata/timestamp",
        "/components/2345/type",
        "/dependencies/0",
    }


def test_two_entries_that_are_alike_are_a_fault_wherever_they_stand() -> None:
    rows = [long_row(number) for number in range(3_000)]
    assert not read_sbom((HEAD + ",".join([*rows, rows[0]]) + "]}").encode()).valid


def test_many_faults_of_xml_are_told_by_the_lines_in_which_they_stand() -> None:
    part = '<component type="nonsense">\n<name>x</name></component>'
    few, many = (
        read_sbom(f'<bom xmlns="{BOM}" version="1"><components>{part * count}</components></bom>'.encode())
        for count in (3, 5_000)
    )
    assert [fault.where for fault in few.errors] == ["line 1", "line 2", "line 3"]
    assert len(many.errors) == 5_000
    assert {fault.where.partition(" ")[0] for fault in many.errors} == {"lines"}


def test_a_list_of_too_many_components_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembling, "MAX_COMPONENTS", 2)
    for content in (HEAD + '{"components": [{}]}, {}]}', "name,version\na,1\nb,1\nc,1\n"):
        with pytest.raises(Refused, match="more than 2 components"):
            read_sbom(content.encode())


def test_a_table_of_too_many_cells_is_refused() -> None:
    with pytest.raises(Refused, match="more than 2,000,000 cells"):
        read_sbom(b"a," * 2_100_000)

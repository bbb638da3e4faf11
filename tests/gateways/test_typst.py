"""The printed form, read back with pypdf: text, fonts, pages, drafts, annexes, and the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kizuki.core.refusal import Refused
from kizuki.gateways.typst import FontsMissing, PrintedForm, print_form, typeface, write_pdf
from tests.core.forms.cases import pump

TITLE = "様式第8 記載内容（転記・確認用。提出する様式ではありません）"
SENTENCE = "輸液ポンプの通信モジュールが受けた設定変更命令の記録を時系列に整理し、院内端末の操作履歴と突き合わせた。"


def printed(*, draft: bool = False, **changes: Any) -> PrintedForm:
    return print_form(pump(**changes), draft=draft)


def reader(paper: PrintedForm) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper.pdf))


def pages(paper: PrintedForm) -> list[str]:
    return ["".join(page.extract_text().split()).replace("\u200b", "") for page in reader(paper).pages]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_form_carries_its_title_edition_and_page_number_on_every_page() -> None:
    paper = printed()
    texts = pages(paper)
    assert paper.pages == len(texts) == 2
    for number, text in enumerate(texts, 1):
        assert squeezed(TITLE) in text
        assert "薬生発0730第8号（通知が引用）。欄の名称・順序は公的様式で未確認" in text
        assert f"{number}/2" in text
        assert "KZ-2026-0017" in text
        assert "下書き" not in text


def test_every_box_that_has_a_place_of_its_own_is_printed_with_its_label_and_value() -> None:
    form = pump()
    text = "".join(pages(print_form(form, draft=False)))
    for box_id in ("brand", "situation", "treatment", "maker", "investigation", "future", "status_reason", "model"):
        field = form.field(box_id)
        assert squeezed(str(field.value)) in text, box_id
    for label in ("③不具合発生日", "④第一報入手日", "④情報入手日", "⑤報告日", "⑥次回報告予定日", "管理番号_報告分類"):
        assert label in text
    assert "2026年6月12日" in text
    assert "DB国内不具合" in text
    assert "（JMDNコード：13215000）" in text


def test_only_the_two_fonts_of_the_form_are_used_and_both_are_embedded() -> None:
    fonts: dict[str, Any] = {}
    for page in reader(printed()).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            row = font.get_object()
            inner = row["/DescendantFonts"][0].get_object() if "/DescendantFonts" in row else row
            fonts[str(row["/BaseFont"]).partition("+")[2]] = inner["/FontDescriptor"].get_object()
    assert {name.partition("-Identity")[0] for name in fonts} == {"BIZUDPGothic-Regular", "BIZUDPGothic-Bold"}
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in fonts.values())


def test_the_file_says_that_it_is_pdf_a_and_is_dated_with_the_day_of_the_report() -> None:
    read = reader(printed())
    metadata = read.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>1</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"], "the text keeps its tags, so that it can be read out"
    assert read.metadata is not None
    assert read.metadata.creation_date is not None
    # Midnight of 2026-06-12 in Japan.
    assert read.metadata.creation_date.isoformat() == "2026-06-11T15:00:00+00:00"


def test_the_same_form_gives_the_same_bytes_in_another_process_and_time_zone() -> None:
    paper = printed()
    program = (
        "from tests.core.forms.cases import pump; from kizuki.gateways.typst import print_form;"
        "print(print_form(pump(), draft=False).sha256)"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TZ": "America/New_York", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert elsewhere.stdout.strip() == paper.sha256 == hashlib.sha256(paper.pdf).hexdigest()
    assert printed(device__brand="別").sha256 != paper.sha256


def test_a_form_with_missing_boxes_is_printed_only_as_a_draft_that_says_so_on_every_page() -> None:
    form = pump(device__brand=None, measures__done=None)
    with pytest.raises(Refused, match="brand, measures_done"):
        print_form(form, draft=False)
    texts = pages(print_form(form, draft=True))
    assert all("下書き（DRAFT）必須の欄2件が未記入。" in text for text in texts)
    assert "未記入の必須欄" in texts[0]
    assert all("下書き" in text for text in pages(printed(draft=True)))


def test_five_thousand_characters_stand_whole_on_an_annex() -> None:
    text = "".join(f"{number:04}{SENTENCE}" for number in range(100))[:5000]
    paper = printed(event__situation=text)
    assert paper.overflow == ("situation",)
    assert paper.pages > 2
    texts = pages(paper)
    assert "別紙長文1のとおり" in texts[0]
    annex = "".join(_body(page) for page in texts[2:])
    assert squeezed(text) in annex


def _body(page: str) -> str:
    """The text of a page between its header and its footer."""
    header = page.index("未完了") + len("未完了")
    return page[header : page.rindex("様式第8")] if page.rindex("様式第8") > header else page[header:]


def test_every_box_can_hold_any_length_and_says_which_went_to_an_annex() -> None:
    paper = printed(
        event__situation=SENTENCE * 40,
        device__model="M" * 1200,
        device__serial_lot=[f"SN-{number:05}" for number in range(90)],
        remarks="。" * 3000,
        company__address="霞" * 400,
        event__device_problems=[{"term": f"用語{number}", "risk": "feared"} for number in range(120)],
    )
    assert set(paper.overflow) == {"situation", "model", "serial_lot", "remarks", "device_problem"}
    text = "".join(pages(paper))
    assert text.count("M") >= 1200
    assert text.count("霞") == 400
    assert all(f"SN-{number:05}" in text for number in range(90))
    assert all(f"用語{number}" in text for number in range(120))


def test_a_run_of_signs_without_a_break_is_parted_before_the_edge_of_its_box() -> None:
    longest = 0
    for page in reader(printed(remarks="m" * 400, device__udi="W" * 60)).pages:
        for line in page.extract_text().replace("\u200b", "").splitlines():
            longest = max(longest, *(len(run) for run in line.split() if set(run) <= {"m", "W"}), 0)
    # The widest box has 154 mm; m of 9 pt is at least 2 mm wide.
    assert 10 < longest <= 77


def test_text_of_the_user_is_never_read_as_typst() -> None:
    text = '#panic("x") *bold* $x^2$ #sys.inputs <label> @ref \\ `raw` //c /*d*/ "q" --- ...'
    paper = printed(device__brand=text, event__situation=text)
    assert "".join(pages(paper)).count(squeezed(text)) == 2


def test_characters_that_the_typeface_lacks_are_named_and_replaced_never_dropped_in_silence() -> None:
    paper = printed(patient__initials="𠮷☑\u202e\u0007A", device__brand="髙﨑①㈱")
    assert paper.glyphs_missing == ("𠮷", "☑", "\u202e", "\u0007")
    text = "".join(pages(paper))
    assert "〓〓〓〓A" in text
    assert "U+20BB7、U+2611、U+202E、U+0007" in text
    assert "髙﨑①㈱" in text


def test_kana_with_a_separate_voicing_mark_are_composed_and_compatibility_kanji_stay_as_they_are() -> None:
    face = typeface()
    assert face.printable("か\u3099ハ\u309aウ\u3099") == ("がパヴ", ())
    assert face.printable("\ufa19\ufa10") == ("\ufa19\ufa10", ())
    assert face.printable("a\tb\nc\u200b\ufeff") == ("a b\nc", ())


def test_a_variant_of_a_kanji_that_the_typeface_lacks_is_set_plain_and_named() -> None:
    text, lacking = typeface().printable("葛\U000e0107城")
    assert text == "葛城"
    assert lacking == ("葛\U000e0107",)


def test_fonts_that_are_not_there_are_refused_with_what_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FontsMissing, match="make setup"):
        print_form(pump(), draft=False, fonts=tmp_path)
    monkeypatch.setenv("KIZUKI_FONTS", str(tmp_path))
    with pytest.raises(FontsMissing, match="KIZUKI_FONTS"):
        print_form(pump(), draft=False)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    write_pdf(target, b"one")
    write_pdf(target, b"two")
    assert target.read_bytes() == b"two"
    with pytest.raises(Refused):
        write_pdf(tmp_path / "nowhere" / "form.pdf", b"three")
    with pytest.raises(Refused, match="directory"):
        write_pdf(tmp_path, b"four")
    assert [path.name for path in tmp_path.iterdir()] == ["form.pdf"]

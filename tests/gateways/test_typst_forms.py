"""Every form in print: its boxes in order, its pages, its pictures, and what Debian's PDFBox Preflight says of it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest
from fontTools.ttLib import TTFont

from kizuki.core.forms import FilledForm, fill_first, fill_form, fill_period, read_period_document
from kizuki.gateways.typst import draw_form, print_form
from kizuki.gateways.typst.page import COLUMNS, page_data
from kizuki.gateways.typst.typeface import FILES
from tests.core.forms.cases import pump
from tests.core.forms.examples import DEATH, FOREIGN, SIX, example, judged
from tests.core.forms.test_first_sheet import LEAST, sheet
from tests.core.forms.test_periodic import YEAR, rate_form, year

JARS = ("preflight.jar", "pdfbox2.jar", "fontbox2.jar", "xmpbox.jar", "commons-logging.jar")
BESIDE = ("javax.activation.jar", "jaxb-api.jar")
FONTS = Path("node_modules/@expo-google-fonts/biz-udpgothic")
PREFLIGHT = Path(os.environ.get("KIZUKI_PREFLIGHT", "/usr/share/java"))
"""Where the jars of libpdfbox2-java (and libactivation-java, libjaxb-api-java) are."""


def every_form() -> list[FilledForm]:
    foreign, of_foreign = judged(example(FOREIGN, 0))
    death, of_death = judged(example(DEATH))
    return [
        *(fill_form(8, *judged(example(key))) for key in SIX),
        fill_form(10, foreign, of_foreign, matter="0"),
        fill_first(foreign, of_foreign),
        fill_first(death, of_death),
        sheet(LEAST),
        rate_form(),
        year(11),
        year(12),
        pump(device__brand=None),
    ]


FORMS = every_form()
NAMES = [*SIX, "10", "first-foreign", "first-death", "first-least", "9", "11", "12", "draft"]


def texts(form: FilledForm) -> list[str]:
    paper = print_form(form, draft=bool(form.missing))
    reader = pypdf.PdfReader(io.BytesIO(paper.pdf))
    assert len(reader.pages) == paper.pages
    return ["".join(page.extract_text().split()).replace("\u200b", "") for page in reader.pages]


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_every_box_is_printed_under_its_label_in_the_order_of_its_form(form: FilledForm) -> None:
    pages = texts(form)
    whole = "".join(pages)
    at = 0
    for section in form.table.sections:
        for group in section.groups:
            inside = [
                box for box in form.table.boxes if box.section == section.id and box.mark in group.marks and box.width
            ]
            if form.table.style == "fax":
                inside = [box for box in inside if form.field(box.id).state != "not_asked"]
            for box in inside if len(inside) > 1 else ():
                found = whole.find("".join(box.ja.split()), at)
                assert found >= 0, (form.number, box.id)
                at = found
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, 1))
    assert all("".join(form.table.title.split()) in page for page in pages)


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_every_value_of_one_text_is_found_in_the_print(form: FilledForm) -> None:
    whole = "".join(texts(form))
    for found in form.fields:
        if (
            isinstance(found.value, str)
            and form.table.box(found.id).width
            and form.table.box(found.id).type != "partial_date"
        ):
            assert "".join(found.value.split()) in whole, found.id


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_no_page_is_empty_and_nothing_reaches_the_edge(form: FilledForm) -> None:
    for picture in draw_form(form, draft=bool(form.missing), ppi=36):
        width, height, dark = ink(picture)
        assert (width, height) == (298, 421)
        assert len(dark) > 150, "a page with nothing on it"
        across, down = {x for x, _ in dark}, {y for _, y in dark}
        assert min(across) >= 17, "13 mm are left free at each side"
        assert max(across) <= width - 17
        assert min(down) >= 10
        assert max(down) <= height - 8


def ink(png: bytes) -> tuple[int, int, set[tuple[int, int]]]:
    """Width and height of a picture, and where it is dark: PNG of 8 bits, unpacked by hand."""
    import struct
    import zlib

    at, width, height, channels, packed = 8, 0, 0, 0, b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", body[:10])
            channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
    raw, line, dark, before = zlib.decompress(packed), width * channels, set(), bytearray(width * channels)
    for y in range(height):
        row = bytearray(raw[y * (line + 1) + 1 : (y + 1) * (line + 1)])
        _unfilter(raw[y * (line + 1)], row, before, channels)
        dark |= {(x, y) for x in range(width) if max(row[x * channels : x * channels + min(3, channels)]) < 140}
        before = row
    return width, height, dark


def _unfilter(how: int, row: bytearray, before: bytearray, channels: int) -> None:
    for x in range(len(row)):
        left = row[x - channels] if x >= channels else 0
        up, corner = before[x], before[x - channels] if x >= channels else 0
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda value: abs(guess - value))
        row[x] = (row[x] + (0, left, up, (left + up) // 2, paeth)[how]) & 255


@pytest.mark.parametrize("text", ["あ）。" * 60, "「あ」、（う）。" * 25, "あ。" * 90])
def test_no_sign_of_punctuation_is_set_over_another(text: str) -> None:
    """Between the signs of each line, as the PDF tells them, stand columns without ink."""
    form = sheet({**LEAST, "first": {"addressee": "宛先", "supposed": text}})
    page = pypdf.PdfReader(io.BytesIO(print_form(form, draft=False).pdf)).pages[0]
    set_in = ["".join(line.replace("\u200b", "").split()) for line in page.extract_text().splitlines()]
    wanted = sorted(len(line) for line in set_in if len(line) > 20 and set(line) <= set(text))
    assert len(wanted) > 1, "the text goes over several lines"
    (picture,) = draw_form(form, draft=False, ppi=144)
    dark = [(x, y) for x, y in ink(picture)[2] if 200 < x < 1108]  # inside the box
    lines = runs({y for _, y in dark})
    counted = [len(runs({x for x, y in dark if top <= y <= end})) for top, end in lines]
    assert sorted(count for count in counted if count > 20)[-len(wanted) :] == wanted


def runs(places: set[int]) -> list[tuple[int, int]]:
    """The places as runs of neighbours."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


@pytest.mark.parametrize("form", [form for form in FORMS if form.number == "first"], ids=lambda form: str(form.name))
def test_the_sheet_of_a_first_report_is_one_page_in_black(form: FilledForm) -> None:
    paper = print_form(form, draft=False)
    assert (paper.pages, paper.overflow) == (1, ())


def test_a_sheet_whose_texts_are_too_long_stays_one_page_with_its_annex() -> None:
    long = "輸液ポンプが警報なく停止し、看護師が気付いた。" * 60
    more = {"supposed": long, "evidence": long, "told_others": long, "measures": long, "connection": long}
    form = sheet({**LEAST, "event": {"situation": long}, "first": more})
    pages = texts(form)
    assert "送信・着信" in pages[0], "the whole sheet stands on the first page"
    assert "別紙1" in pages[1]
    assert "".join(pages).count("警") == 360, "no sentence is lost where a page ends"


TO = "独立行政法人医薬品医療機器総合機構　医療機器品質管理・安全対策部　医療機器安全対策課　御中"
OFFICE = f"{TO}\n電話 00-1111-0000\nFAX 00-1111-2222"
SEVEN_LINES = "病室で輸液ポンプが警報なく停止し、画面に身代金を求める文が出た。看護師が気付き、医師を呼んだ。" * 6


def test_addressee_and_facts_stand_on_the_first_page_while_it_has_room() -> None:
    form = sheet({**LEAST, "event": {"situation": SEVEN_LINES}, "first": {"addressee": OFFICE}})
    paper = print_form(form, draft=False)
    assert (paper.pages, paper.overflow) == (1, ())
    (page,) = texts(form)
    assert "FAX00-1111-2222" in page
    assert page.count("医師を呼んだ") == 6


def test_what_has_no_room_beside_addressee_and_facts_goes_to_an_annex_in_their_place() -> None:
    more = {"supposed": SEVEN_LINES * 2, "measures": SEVEN_LINES * 2, "addressee": OFFICE}
    form = sheet({**LEAST, "event": {"situation": SEVEN_LINES}, "first": more})
    paper = print_form(form, draft=False)
    assert paper.overflow
    assert not {"addressee", "facts"} & set(paper.overflow)
    first, *annexes = texts(form)
    assert "送信・着信" in first, "the whole sheet stands on the first page all the same"
    assert "FAX00-1111-2222" in first
    assert "".join([first, *annexes]).count("医師を呼んだ") == 30


@pytest.mark.parametrize(
    ("table", "column", "beside", "size"),
    [
        ("measures", "done_on", 21, 10.5),
        ("measures", "learned_on", 21, 10.5),
        ("persons", "died_on", 21, 10.5),
        ("persons", "learned_on", 21, 10.5),
        ("event_list", "occurred_on", 27, 9),
    ],
)
def test_a_day_fits_into_its_column(table: str, column: str, beside: float, size: float) -> None:
    """Measured by the advances of the font, with the quarter em that stands between a digit and a kanji."""
    with TTFont(FONTS / FILES[0], lazy=True) as font:
        names, advances = font.getBestCmap(), font["hmtx"]
        day = sum(advances[names[ord(sign)]][0] for sign in "2026年10月20日") / font["head"].unitsPerEm + 5 / 4
    shares = COLUMNS[table]
    inside = 210 - 2 * 13 - beside - 2 * 1.8
    assert inside * shares[column] / sum(shares.values()) - 2 >= day * size * 25.4 / 72


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_the_first_box_of_each_line_leaves_the_rule_beside_it_whole(form: FilledForm) -> None:
    for section in page_data(form, draft=False)["sections"]:
        for group in section["groups"]:
            used = 0
            for cell in group["cells"]:
                assert cell["begins"] == (used % 12 == 0), cell["id"]
                used += cell["width"]


def test_a_long_list_stands_whole_on_its_annex() -> None:
    events = [{"id": f"e{at}", "term": f"用語{at}", "item": "3-ハ", "case": f"K-{at:05}"} for at in range(300)]
    form = fill_period(12, read_period_document({**YEAR, "events": events}))
    paper = print_form(form, draft=False)
    assert set(paper.overflow) == {"events", "event_list"}
    whole = "".join(texts(form))
    assert "別紙一覧1のとおり" in whole
    assert all(f"K-{at:05}" in whole for at in range(300))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '#read("/etc/passwd")',
        "髙﨑",
        "𠮷",
        "😀",
        "\u202eabc",
        "\u0000\u001b[31m",
        "*b* _i_ $x$ @ref <l> \\ /* */",
    ],
)
def test_hostile_text_is_printed_literally_or_named(text: str) -> None:
    for form in (pump(device__brand=f"品{text}", event__situation=f"文{text}"), year(12, opinion=f"文{text}")):
        paper = print_form(form, draft=False)
        whole = "".join(texts(form))
        shown = "".join("〓" if sign in paper.glyphs_missing else sign for sign in text)
        assert "文" + "".join(shown.split()) in whole
        for glyph in paper.glyphs_missing:
            assert "+".join(f"U+{ord(sign):04X}" for sign in glyph) in whole


def test_a_hundred_thousand_characters_are_printed_whole() -> None:
    text = "".join(f"{number:05}。" for number in range(16_667))
    whole = "".join(texts(pump(event__situation=text)))
    assert all(f"{number:05}。" in whole for number in range(0, 16_667, 331))


def preflight(path: Path) -> str:
    jars = os.pathsep.join(str(PREFLIGHT / name) for name in (*JARS, *BESIDE))
    told = subprocess.run(
        ["java", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout + told.stderr


@pytest.mark.parametrize(
    "form", [FORMS[0], *FORMS[6:8], FORMS[-2], FORMS[-1]], ids=["8", "10", "first", "12", "draft"]
)
def test_preflight_finds_a_valid_pdf_a_1b(form: FilledForm, tmp_path: Path) -> None:
    if shutil.which("java") is None or not all((PREFLIGHT / name).is_file() for name in (*JARS, *BESIDE)):
        pytest.skip(f"PDFBox Preflight is not installed in {PREFLIGHT} (libpdfbox2-java, KIZUKI_PREFLIGHT)")
    path = tmp_path / "form.pdf"
    path.write_bytes(print_form(form, draft=bool(form.missing)).pdf)
    assert "is a valid PDF/A-1b file" in preflight(path)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    one: Any = print_form(sheet(LEAST), draft=False)
    assert print_form(sheet(LEAST), draft=False).sha256 == one.sha256

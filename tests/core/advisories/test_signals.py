"""The heads of KEV and EPSS: version of the catalogue, version of the model, day of the scores."""

import json

import pytest

from kizuki.core.advisories import AdvisoryFile, read_advisories

ROWS = "cve,epss,percentile\nCVE-2024-1,0.42,0.97\n"


@pytest.mark.parametrize(
    ("head", "model", "day"),
    [
        ("#model_version:v2026.06.15,score_date:2026-11-22T00:00:00+0000\n", "v2026.06.15", "2026-11-22"),
        ("# score_date:2026-11-22 , model_version:v2026.06.15\n", "v2026.06.15", "2026-11-22"),
        ("#model_version:v2025.03.14\n", "v2025.03.14", ""),
        ("#prepared by hand\n", "", ""),
        ("", "", ""),
    ],
)
def test_scores_carry_their_model_and_day(head: str, model: str, day: str) -> None:
    file = read_advisories((head + ROWS).encode())
    assert (file.epss_model, file.epss_on) == (model, day)
    assert [(row.model, row.scored_on) for row in file.epss] == [(model, day)]


def test_a_comment_below_the_header_changes_nothing() -> None:
    file = read_advisories(f"#model_version:a\n{ROWS}#model_version:b\nCVE-2024-2,0.1,0.5\n".encode())
    assert [row.model for row in file.epss] == ["a", "a"]


def test_the_catalogue_carries_its_version_and_a_new_word_for_ransomware_is_not_no() -> None:
    row = {"cveID": "CVE-2024-1", "dateAdded": "2024-01-05", "dueDate": "2024-01-26"}
    words = [{"knownRansomwareCampaignUse": word} for word in ("Known", "Unknown", "Suspected")]
    document = {"catalogVersion": "2026.11.20", "vulnerabilities": [row | word for word in words]}
    file = read_advisories(json.dumps(document).encode())
    assert file.kev_version == "2026.11.20"
    assert [entry.ransomware for entry in file.kev] == [True, None, None]
    assert {entry.due_on for entry in file.kev} == {"2024-01-26"}


EUVD_ROW = {"cveId": "CVE-2026-0001", "euvdId": "EUVD-2026-1", "dateAdded": "2026-05-20", "sources": ["eukev_kev"]}
VULNCHECK_ROW = {
    "cve": ["CVE-2026-0001", "CVE-2026-0002"],
    "vendorProject": "acme",
    "product": "pump",
    "date_added": "2026-05-19T00:00:00Z",
    "knownRansomwareCampaignUse": "Known",
    "dueDate": "2026-06-10T00:00:00Z",
}


def listed(value: object) -> AdvisoryFile:
    return read_advisories(json.dumps(value).encode())


def test_the_list_of_euvd_names_whose_word_it_carries_and_is_whole_where_it_closes() -> None:
    (told,) = listed([EUVD_ROW, EUVD_ROW | {"cveId": "CVE-2026-0003", "dateAdded": "2026-05-21"}]).exploited
    assert (told.asserter, told.records, told.announced, told.dated_on) == ("euvd", 2, 2, "2026-05-21")
    first = told.entries[0]
    assert (first.cve, first.added_on, first.sources) == ("CVE-2026-0001", "2026-05-20", ("eukev_kev",))


def test_a_search_of_euvd_gives_what_it_says_to_be_exploited_and_refuses_the_rest_by_name() -> None:
    record = {"enisaUuid": "u", "id": "EUVD-2026-1", "aliases": "CVE-2026-0001\nGHSA-aaaa-bbbb-cccc\n", "epss": 2.91}
    exploited = record | {"exploitedSince": "Jul 7, 2026, 12:00:00 AM"}
    file = listed({"items": [exploited, record], "total": 1639})
    (told,) = file.exploited
    assert [(row.cve, row.added_on) for row in told.entries] == [("CVE-2026-0001", "2026-07-07")]
    assert (told.records, told.announced) == (1, 1639)
    assert [row.why for row in file.refused] == [
        "EUVD: a record that is not said to be exploited; nothing else of it is read"
    ]
    assert not file.epss


def test_an_entry_as_vulncheck_lists_it_counts_once_and_speaks_of_every_number_it_names() -> None:
    meta = {"total_documents": 2, "timestamp": "2026-06-01T10:00:00.000Z"}
    for value in ({"data": [VULNCHECK_ROW], "_meta": meta}, [VULNCHECK_ROW]):
        (told,) = listed(value).exploited
        assert (told.asserter, told.records) == ("vc_kev", 1)
        assert [(row.cve, row.added_on, row.due_on, row.ransomware) for row in told.entries] == [
            ("CVE-2026-0001", "2026-05-19", "2026-06-10", True),
            ("CVE-2026-0002", "2026-05-19", "2026-06-10", True),
        ]
    (told,) = listed({"data": [VULNCHECK_ROW], "_meta": meta}).exploited
    assert (told.announced, told.dated_on) == (2, "2026-06-01")


def test_lines_of_a_list_are_a_part_of_it_and_never_say_that_they_are_whole() -> None:
    lines = "\n".join(json.dumps(EUVD_ROW | {"cveId": f"CVE-2026-000{n}"}) for n in (1, 2))
    (told,) = read_advisories(lines.encode()).exploited
    assert (told.records, told.announced) == (2, None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (EUVD_ROW | {"cveId": "EUVD-2026-1"}, "EUVD: no CVE number but EUVD-2026-1"),
        (EUVD_ROW | {"dateAdded": "soon"}, "EUVD: 'soon' is not a day"),
        (VULNCHECK_ROW | {"cve": []}, "VulnCheck KEV: no CVE number but none"),
        (VULNCHECK_ROW | {"date_added": None}, "VulnCheck KEV: 'None' is not a day"),
    ],
)
def test_an_entry_without_number_or_day_is_refused_by_name(row: dict[str, object], why: str) -> None:
    file = listed([EUVD_ROW, row])
    assert [one.why for one in file.refused] == [why]
    assert sum(one.records for one in file.exploited) == 1

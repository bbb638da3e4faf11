"""The clients of the feeds, against a server on this machine that behaves as the real one is described."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kizuki.core.advisories import read_advisories
from kizuki.gateways import csaf, cve, endoflife, epss, jvn, kev, nvd, osv
from kizuki.gateways.http import Asking, Cursor, FetchFailed, Page
from tests.core.advisories.test_feeds_of_others import VULDEF
from tests.gateways.serving import Asked, Reply, Server, client, serving

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def asking(server: Server, path: str = "", **more: Any) -> Asking:
    return Asking(server.address + path, NOW, **more)


def told(value: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(json.dumps(value).encode(), status, headers)


def ids(found: list[Page]) -> list[str]:
    return [row.id for page in found if page.content for row in read_advisories(page.content).advisories]


def until_killed(found: Iterator[Page], pages: int) -> list[Page]:
    """The first pages of a run that is then left."""
    return [next(found) for _ in range(pages)]


class Nvd:
    """NVD with three records, two an answer, whatever is asked for."""

    def __init__(self, total: int = 3, rows: int = 2) -> None:
        self.total, self.rows = total, rows

    def __call__(self, asked: Asked, _: int) -> Reply:
        start, size = int(asked.query.get("startIndex", 0)), int(asked.query["resultsPerPage"])
        last = min(self.total, start + min(size, self.rows))
        rows = [{"cve": {"id": f"CVE-2026-{number}", "vulnStatus": "Analyzed"}} for number in range(start, last)]
        return told({"resultsPerPage": len(rows), "totalResults": self.total, "vulnerabilities": rows})


def test_nvd_is_loaded_whole_then_in_windows_and_says_how_many_there_are() -> None:
    with serving(Nvd()) as server:
        found = list(nvd.pages(client(), asking(server, key="word"), {}))
        assert ids(found) == [f"NVD:CVE-2026-{n}" for n in range(3)]
        assert (found[-1].announced, found[-1].cursor) == (3, {"since": "2026-06-01T12:00:00Z"})
        assert {row.headers.get("apikey") for row in server.asked} == {"word"}
        server.asked.clear()
        list(nvd.pages(client(), asking(server), {"since": "2026-01-01T00:00:00Z"}))
    windows = {(row.query["lastModStartDate"][:10], row.query["lastModEndDate"][:10]) for row in server.asked[:-1]}
    assert windows == {("2026-01-01", "2026-04-30"), ("2026-04-30", "2026-06-01")}


def test_nvd_goes_on_where_it_was_left_and_keeps_to_its_pace() -> None:
    pauses: list[float] = []
    with serving(Nvd()) as server:
        (first,) = until_killed(nvd.pages(client(), asking(server), {}), 1)
        rest = list(nvd.pages(client(pauses), asking(server), first.cursor))
    assert ids([first]) + ids(rest) == [f"NVD:CVE-2026-{n}" for n in range(3)]
    assert set(pauses) == {6.5}


def test_nvd_looks_again_where_records_left_the_window_meanwhile() -> None:
    server_side = Nvd(total=5)
    with serving(server_side) as server:
        run = nvd.pages(client(), asking(server), {"since": "2026-05-01T00:00:00Z"})
        first = next(run)
        server_side.total = 4
        rest = list(run)
    assert {f"NVD:CVE-2026-{n}" for n in range(4)} == set(ids([first, *rest]))
    assert int(server.asked[2].query["startIndex"]) == 1


@pytest.mark.parametrize("value", [{"error": "sign in"}, [], {"totalResults": 3, "vulnerabilities": []}])
def test_an_answer_that_is_none_or_ends_early_is_no_empty_feed(value: Any) -> None:
    with serving(lambda *_: told(value)) as server, pytest.raises(FetchFailed, match="wrong_content"):
        list(nvd.pages(client(), asking(server), {}))


def test_a_sign_in_page_in_the_place_of_a_feed_is_said_so() -> None:
    for module in (nvd, kev, endoflife, cve, osv, jvn):
        page = Reply(b"<html>Sign in</html>", headers={"Content-Type": "text/html"})
        with serving(lambda *_, page=page: page) as server, pytest.raises(FetchFailed, match="wrong_content"):
            list(module.pages(client(), asking(server, parts=("PyPI",) if module is osv else ()), {}))


def test_the_catalogue_of_exploited_vulnerabilities_is_taken_when_it_changed() -> None:
    rows = [{"cveID": "CVE-2024-1", "dateAdded": "2024-01-01"}]
    catalogue = {"catalogVersion": "2026.06.01", "count": 1, "vulnerabilities": rows}

    def answer(asked: Asked, _: int) -> Reply:
        return Reply(status=304) if asked.headers.get("if-none-match") == "x" else told(catalogue, ETag="x")

    with serving(answer) as server:
        (first,) = kev.pages(client(), asking(server), {})
        (again,) = kev.pages(client(), asking(server), first.cursor)
    assert (first.announced, again.content, again.announced) == (1, None, 1)
    with serving(lambda *_: told(catalogue | {"count": 2})) as server, pytest.raises(FetchFailed, match="1 of 2"):
        list(kev.pages(client(), asking(server), {}))


def test_scores_come_packed_and_half_of_them_are_none() -> None:
    text = b"#model_version:v1,score_date:2026-06-01T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1,0.5,0.9\n"
    packed = gzip.compress(text)
    with serving(lambda *_: Reply(packed)) as server:
        (page,) = epss.pages(client(), asking(server), {})
    assert page.content == text
    with serving(lambda *_: Reply(packed[:-9])) as server, pytest.raises(FetchFailed, match="truncated"):
        list(epss.pages(client(), asking(server), {}))


def test_products_of_endoflife_come_as_one_document() -> None:
    release = {"name": "1", "isEol": True, "eolFrom": "2024-01-01"}
    with serving(lambda *_: told({"result": [{"name": "lib", "releases": [release]}]})) as server:
        (page,) = endoflife.pages(client(), asking(server), {})
    (cycle,) = read_advisories(page.content or b"").support
    assert (cycle.product, cycle.eol_on, cycle.ended) == ("lib", "2024-01-01", True)


def cve_record(number: str) -> dict[str, Any]:
    held = {"cveId": number, "state": "PUBLISHED"}
    return {"dataType": "CVE_RECORD", "cveMetadata": held, "containers": {"cna": {"affected": []}}}


def cve_list(asked: Asked, _: int) -> Reply:
    if asked.path.endswith("deltaLog.json"):
        old = {"fetchTime": "2026-05-30T00:00:00Z", "new": [{"cveId": "CVE-2026-1001"}], "updated": []}
        new = {
            "fetchTime": "2026-06-01T00:00:00Z",
            "new": [],
            "updated": [{"cveId": "CVE-2026-20001"}, {"cveId": "../x"}],
        }
        return told([new, old])
    assert asked.path in ("/cves/2026/1xxx/CVE-2026-1001.json", "/cves/2026/20xxx/CVE-2026-20001.json")
    return told(cve_record(asked.path.rpartition("/")[2].removesuffix(".json")))


def test_the_cve_list_gives_what_changed_and_says_when_its_log_ends_too_early() -> None:
    with serving(cve_list) as server:
        found = list(cve.pages(client(), asking(server, "/cves"), {}))
        assert ids(found) == ["CVE-2026-1001", "CVE-2026-20001"]
        assert not found[-1].complete
        later = list(cve.pages(client(), asking(server, "/cves"), {"since": "2026-05-30T00:00:00Z"}))
        assert (ids(later), later[-1].complete) == (["CVE-2026-20001"], True)
        with pytest.raises(FetchFailed, match="gap"):
            list(cve.pages(client(), asking(server, "/cves"), {"since": "2026-05-01T00:00:00Z"}))


def osv_record(number: str) -> dict[str, Any]:
    return {"id": number, "modified": "2026-06-01T00:00:00Z", "affected": []}


def archive(*numbers: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held:
        for number in numbers:
            held.writestr(f"{number}.json", json.dumps(osv_record(number), indent=1))
    return file.getvalue()


def osv_server(asked: Asked, _: int) -> Reply:
    if asked.path.endswith("modified_id.csv"):
        return Reply(b"2026-06-01T00:00:00Z,PYSEC-2\n2026-05-01T00:00:00Z,PYSEC-1\n")
    if asked.path.endswith("all.zip"):
        return Reply(archive("PYSEC-1", "PYSEC-2"))
    return told(osv_record(asked.path.rpartition("/")[2].removesuffix(".json")))


def test_osv_is_loaded_from_its_archive_then_record_by_record() -> None:
    with serving(osv_server) as server:
        first = list(osv.pages(client(), asking(server, parts=("PyPI",)), {}))
        assert (ids(first), first[-1].announced) == (["PYSEC-1", "PYSEC-2"], 2)
        assert first[-1].cursor == {"PyPI": {"since": "2026-06-01T00:00:00Z"}}
        server.asked.clear()
        later = list(
            osv.pages(client(), asking(server, parts=("PyPI",)), {"PyPI": {"since": "2026-05-15T00:00:00Z"}})
        )
    assert ids(later) == ["PYSEC-2"]
    assert [row.path for row in server.asked] == ["/PyPI/modified_id.csv", "/PyPI/PYSEC-2.json"]


def test_an_archive_that_would_burst_or_is_none_is_left() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("a.json", b"0" * 40_000_000)
    for content in (file.getvalue(), b"PK no archive"):
        listed = Reply(b"2026-06-01T00:00:00Z,A\n")

        def answer(asked: Asked, _: int, content: bytes = content, listed: Reply = listed) -> Reply:
            return listed if asked.path.endswith("csv") else Reply(content)

        with serving(answer) as server, pytest.raises(FetchFailed, match="wrong_content"):
            list(osv.pages(client(), asking(server, parts=("PyPI",)), {}))


class Jvn:
    """MyJVN with some records, answering in its own XML."""

    def __init__(self, total: int) -> None:
        self.total = total

    def __call__(self, asked: Asked, _: int) -> Reply:
        if asked.query["method"] == "getVulnDetailInfo":
            numbers = asked.query["vulnId"].split()
            body = "".join(
                VULDEF[VULDEF.index("<Vulinfo>") : VULDEF.index(" <status")].replace("JVNDB-2024-000001", n)
                for n in numbers
            )
            return Reply(self._document("VULDEF-Document", 'xmlns="http://jvn.jp/vuldef/"', body, len(numbers)))
        start = int(asked.query.get("startItem", 1))
        last = min(self.total, start - 1 + min(50, int(asked.query["maxCountItem"])))
        items = "".join(
            f"<item><sec:identifier>JVNDB-2026-{n:06}</sec:identifier></item>" for n in range(start, last + 1)
        )
        names = 'xmlns="http://purl.org/rss/1.0/" xmlns:sec="http://jvn.jp/rss/mod_sec/3.0/"'
        return Reply(
            self._document(
                "r:RDF", f'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {names}', items, self.total
            )
        )

    @staticmethod
    def _document(root: str, names: str, body: str, total: int) -> bytes:
        status = f'<s:Status xmlns:s="http://jvndb.jvn.jp/myjvn/Status" retCd="0" totalRes="{total}"/>'
        return f"<{root} {names}>{body}{status}</{root}>".encode()


def test_jvn_is_asked_ten_records_at_a_time_with_a_pause_after_each() -> None:
    pauses: list[float] = []
    with serving(Jvn(63)) as server:
        found = list(jvn.pages(client(pauses), asking(server, "/myjvn"), {"since": "2026-05-20"}))
    assert ids(found) == [f"JVNDB-2026-{n:06}" for n in range(1, 64)]
    assert (found[-1].announced, found[-1].cursor) == (63, {"since": "2026-06-01"})
    assert len(pauses) == len(server.asked)
    assert {row.query["maxCountItem"] for row in server.asked if "maxCountItem" in row.query} == {"50", "1"}
    assert server.asked[0].query["datePublishedStartD"] == "20"


def test_jvn_goes_on_where_it_was_left() -> None:
    with serving(Jvn(25)) as server:
        left = until_killed(jvn.pages(client(), asking(server, "/myjvn"), {}), 2)
        rest = list(jvn.pages(client(), asking(server, "/myjvn"), left[-1].cursor))
    assert ids(left) + ids(rest) == [f"JVNDB-2026-{n:06}" for n in range(1, 26)]


def csaf_document(number: str) -> bytes:
    head = {"csaf_version": "2.0", "tracking": {"id": number}, "publisher": {"name": "Acme"}}
    return json.dumps({"document": head, "vulnerabilities": []}).encode()


def csaf_provider(address: list[str], broken: set[str], listed_by: str) -> Any:
    def answer(asked: Asked, _: int) -> Reply:
        name = asked.path.rpartition("/")[2]
        if name == "provider-metadata.json":
            rolie = {"rolie": {"feeds": [{"tlp_label": "WHITE", "url": f"{address[0]}/feed.json"}]}}
            return told(
                {"distributions": [rolie if listed_by == "rolie" else {"directory_url": f"{address[0]}/white"}]}
            )
        if name == "feed.json":
            entries = [
                {
                    "updated": f"2026-05-0{n}T00:00:00Z",
                    "content": {"src": f"{address[0]}/white/a{n}.json"},
                    "link": [{"rel": "hash", "href": f"{address[0]}/white/a{n}.json.sha512"}],
                }
                for n in (1, 2)
            ]
            return told({"feed": {"entry": entries}})
        if name == "changes.csv":
            return Reply(b'"a1.json","2026-05-01T00:00:00Z"\n"a2.json","2026-05-02T00:00:00Z"\n')
        document = csaf_document(name.partition(".")[0])
        if name.endswith(".sha512"):
            return Reply(f"{hashlib.sha512(document).hexdigest()}  {name}".encode())
        return Reply(document + b" " if name in broken else document)

    return answer


@pytest.mark.parametrize("listed_by", ["rolie", "directory"])
def test_documents_of_a_provider_are_taken_with_their_digests(listed_by: str) -> None:
    address, broken = [""], {"a2.json"}
    with serving(csaf_provider(address, broken, listed_by)) as server:
        address[0] = server.address
        provider = f"{server.address}/provider-metadata.json"
        found = list(csaf.pages(client(), Asking("", NOW, parts=(provider,)), {}))
        assert (ids(found), found[-1].announced) == (["a1"], 2)
        assert ["digest" in problem for page in found for problem in page.problems] == [True]
        broken.clear()
        again = list(csaf.pages(client(), Asking("", NOW, parts=(provider,)), found[-1].cursor))
    assert ids(again) == ["a2"]


def test_a_list_that_points_to_another_host_is_not_followed() -> None:
    with serving(csaf_provider(["https://elsewhere.example"], set(), "rolie")) as server:
        provider = f"{server.address}/provider-metadata.json"
        with pytest.raises(FetchFailed, match="other_host"):
            list(csaf.pages(client(), Asking("", NOW, parts=(provider,)), {}))


def test_cursors_are_plain_json() -> None:
    cursors: list[Cursor] = []
    with serving(Nvd()) as server:
        cursors += [page.cursor for page in nvd.pages(client(), asking(server), {})]
    assert all(json.loads(json.dumps(cursor)) == cursor for cursor in cursors)

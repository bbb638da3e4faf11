"""`kizuki score` with vectors of others, an SSVC tree, confirmations and the question that tells most."""

import json
from pathlib import Path
from typing import Any

import pytest

from kizuki.cli.main import main

NEAR = {"XAVN": "Y", "XAVT": "N", "XAVW": "Y", "XAVR": "Y", "XACL": "Y", "XPRL": "N", "XUI": "N", "XS": "N"}
SITE = {"XMAVS": "N", "XMAVD": "N", "XMAVF": "N", "XMAVG": "N", "XMAVV": "N", "XMAVZ": "Y"}
PUMP = {"answers": NEAR | {"XIT": "H"}, "unlisted_impacts": "N"}
NVD = {"source": "NVD", "vector": "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"}
BY_NAME = {"metric": "MAV", "who": "S. Mori", "evidence": "NET-12", "expires_on": "2026-12-01"}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*values: object, options: tuple[str, ...] = ("--json",)) -> tuple[int, str, str]:
        file = tmp_path / "answers.json"
        file.write_text("\n".join(json.dumps(value) for value in values), encoding="utf-8")
        code = main(["score", str(file), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def test_vectors_of_others_stand_beside_ours_metric_by_metric(run: Any) -> None:
    two = {"source": "vendor", "vector": "(AV:L/AC:L/Au:N/C:N/I:C/A:N)"}
    code, out, _ = run(PUMP | {"beside": [NVD, two]})
    nvd, vendor = json.loads(out)["beside"]
    assert code == 0
    assert (nvd["source"], nvd["base"], nvd["our_base"], nvd["differs"]) == ("NVD", 6.5, 6.2, ["AV"])
    (av,) = [row for row in nvd["metrics"] if row["metric"] == "AV"]
    assert (av["ours"], av["theirs"], av["direction"]) == ("L", "A", "lower")
    assert av["answers"] == ["XAVN", "XAVT", "XAVW", "XAVR"]
    assert (vendor["version"], vendor["against"], vendor["differs"]) == ("2.0", "3.1", [])


def test_without_them_the_answer_has_no_such_keys(run: Any) -> None:
    assert not {"beside", "ssvc", "telling"} & json.loads(run(PUMP)[1]).keys()


def test_a_tree_is_evaluated_beside_the_score_with_its_version(run: Any) -> None:
    tree = {"tree": "supplier", "answers": {"E": "active", "U": "efficient", "TI": "total", "PSI": "significant"}}
    ssvc = json.loads(run(PUMP | {"ssvc": tree})[1])["ssvc"]
    assert (ssvc["outcome"], ssvc["version"], ssvc["possible"]) == ("I", "DT_SP 1.0.0", ["I"])
    half = {"tree": "supplier", "answers": {"E": "poc"}}
    ssvc = json.loads(run(PUMP | {"ssvc": half})[1])["ssvc"]
    assert (ssvc["outcome"], ssvc["possible"], ssvc["settles_most"]) == (None, ["S", "O", "I"], "PSI")


def test_a_confirmation_counts_by_the_day_that_is_given(run: Any) -> None:
    value = {"answers": NEAR | SITE | {"XIT": "H"}, "unlisted_impacts": "N", "confirmed": [BY_NAME]}
    before = json.loads(run(value, options=("--json", "--on", "2026-11-30"))[1])
    on_it = json.loads(run(value, options=("--json", "--on", "2026-12-01"))[1])
    without = json.loads(run(value)[1])
    assert [found["cvss31"]["environmental"] for found in (before, on_it, without)] == [4.6, None, None]
    assert "confirmation_expired" in [row["code"] for row in on_it["warning_codes"]]
    assert "confirmation_without_day" in [row["code"] for row in without["warning_codes"]]


def test_the_answer_that_tells_most_is_named_where_it_is_asked_for(run: Any) -> None:
    value = {"answers": NEAR | {"XACL": "U", "XIT": "U"}, "unlisted_impacts": "N"}
    told = json.loads(run(value, options=("--json", "--telling"))[1])["telling"]
    assert (told["score"], told["decision"]) == ("XIT", "XIT")
    assert [row["code"] for row in told["questions"]] == ["XIT", "XACL"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_shows_them_all(run: Any, lang: str) -> None:
    tree = {"tree": "supplier", "answers": {"E": "active"}}
    value = PUMP | {"answers": NEAR | {"XIT": "U"}, "beside": [NVD], "ssvc": tree}
    _, out, _ = run(value, options=("--telling", "--lang", lang))
    words = {
        "ja": ["公表されたベクタとの比較", "自社 L、NVD A", "供給者", "スコアを最も動かすのは XIT"],
        "en": [
            "Comparison with published vectors",
            "own L, NVD A",
            "Supplier's priority",
            "XIT changes the score most",
        ],
    }
    assert [word for word in words[lang] if word not in out] == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"beside": [{"source": "NVD", "vector": "CVSS:3.1/AV:Q"}]}, "beside.0.vector"),
        ({"beside": {}}, "beside"),
        ({"ssvc": {"tree": "oak"}}, "ssvc.tree"),
        ({"ssvc": {"tree": "supplier", "answers": {"E": "maybe"}}}, "ssvc.answers.E"),
        ({"confirmed": [{"metric": "MAV"}]}, "confirmed.0.who"),
        ({"besides": []}, "besides"),
    ],
)
def test_a_bad_key_is_one_line_with_its_place(run: Any, change: dict[str, Any], place: str) -> None:
    code, out, err = run(PUMP | change)
    assert (code, out) == (2, "")
    assert f": {place}: " in err
    assert err.count("\n") == 1
    code, out, err = run(PUMP, PUMP | change)
    assert (code, out) == (2, "")
    assert f"line 2, {place}: " in err

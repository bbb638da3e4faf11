"""`kizuki audit anchor` against a small authority of OpenSSL's own."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kizuki.actions.verb import Actor, verb
from kizuki.cli.main import main
from kizuki.store.audit.triggers import remove_triggers
from kizuki.store.models import Anchor

pytestmark = pytest.mark.django_db

CONFIGURATION = """
[tsa]
default_tsa = tsa1
[tsa1]
dir = {folder}
serial = $dir/serial
signer_cert = $dir/tsa.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
[ca]
basicConstraints = critical,CA:TRUE
"""


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of an authority and the file with its root certificate."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl")
    (tmp_path / "c").write_text(CONFIGURATION.format(folder=tmp_path))
    (tmp_path / "serial").write_text("01\n")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _openssl(tmp_path, "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca", "-days", "30")
    _openssl(tmp_path, "req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=tsa")
    signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "c", "-extensions", "ext")
    _openssl(tmp_path, "x509", "-req", "-in", "tsa.csr", *signing, "-out", "tsa.pem", "-days", "30")

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (tmp_path / "q").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            _openssl(tmp_path, "ts", "-reply", "-config", "c", "-queryfile", "q", "-out", "r")
            self.send_response(200)
            self.end_headers()
            self.wfile.write((tmp_path / "r").read_bytes())

        def log_message(self, *_words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", tmp_path / "ca.pem"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kizuki.cli.audit.open_existing_record", lambda: None)
    monkeypatch.delenv("KIZUKI_TSA_URL", raising=False)
    with verb("test", actor=Actor.program("test"), of=()) as act:
        act.record(subjects=["case:1"])


def test_a_stamp_is_kept_and_verifies_against_the_roots_of_the_company(
    authority: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    url, root = authority
    monkeypatch.setenv("KIZUKI_TSA_URL", url)
    assert main(["audit", "anchor", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["entry"] == 1
    assert main(["audit", "verify", "--lang", "en"]) == 0
    assert "signature not verified" in capfd.readouterr().out
    monkeypatch.setenv("KIZUKI_TSA_ROOTS", str(root))
    assert main(["audit", "anchor"]) == 0
    capfd.readouterr()
    assert main(["audit", "verify", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["time_stamps"] == {"good": 2, "unsigned": 0}


def test_a_stamp_of_a_stranger_or_of_another_entry_is_found(
    authority: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    url, root = authority
    monkeypatch.setenv("KIZUKI_TSA_URL", url)
    assert main(["audit", "anchor"]) == 0
    stranger = root.with_name("stranger.pem")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _openssl(root.parent, "req", "-x509", *key, "-keyout", "s.key", "-out", str(stranger), "-subj", "/CN=other")
    monkeypatch.setenv("KIZUKI_TSA_ROOTS", str(stranger))
    assert main(["audit", "verify", "--lang", "en"]) == 1
    assert "Time stamp" in capfd.readouterr().out
    assert main(["audit", "anchor"]) == 2
    monkeypatch.setenv("KIZUKI_TSA_ROOTS", str(root))
    remove_triggers()
    Anchor.objects.update(entry_id=2)
    assert main(["audit", "verify"]) == 1


@pytest.mark.parametrize("url", ["", "ftp://x", "http://127.0.0.1:9/"])
def test_without_an_authority_that_answers_the_command_says_so(
    url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIZUKI_TSA_URL", url)
    assert main(["audit", "anchor"]) == 2
    told = capfd.readouterr().err
    assert (len(told.splitlines()), "KIZUKI_TSA_URL" in told) == (1, True)
    assert not Anchor.objects.exists()

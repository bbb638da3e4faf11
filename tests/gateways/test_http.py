"""Fetching over real sockets: what a feed can do to us, and what becomes of it."""

from __future__ import annotations

import gzip
import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kizuki.core.refusal import Refused
from kizuki.gateways.http import Connection, FetchFailed
from tests.gateways.serving import Asked, Reply, client, serving


def test_what_did_not_change_is_asked_for_by_its_tag_and_its_day() -> None:
    def answer(asked: Asked, _: int) -> Reply:
        known = asked.headers.get("if-none-match") == '"1"'
        return Reply(status=304) if known else Reply(b"new", headers={"ETag": '"1"', "Last-Modified": "Mon"})

    with serving(answer) as server:
        first = client().get(f"{server.address}/x")
        again = client().get(f"{server.address}/x", etag=first.etag, last_modified=first.last_modified)
    assert (first.content, first.etag, again.content) == (b"new", '"1"', None)
    assert server.asked[1].headers["if-modified-since"] == "Mon"


def test_a_body_that_ends_early_is_tried_again_and_never_taken_for_whole() -> None:
    with serving(lambda _, n: Reply(b"half", length=8 if n == 0 else None)) as server:
        assert client().get(f"{server.address}/x").content == b"half"
        assert len(server.asked) == 2
    with serving(lambda _, n: Reply(b"half", length=8)) as server, pytest.raises(FetchFailed) as failed:
        client(attempts=2).get(f"{server.address}/x")
    assert failed.value.code == "truncated"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again_after_growing_pauses(status: int) -> None:
    pauses: list[float] = []
    with serving(lambda _, n: Reply(status=status) if n < 3 else Reply(b"ok")) as server:
        assert client(pauses).get(f"{server.address}/x").content == b"ok"
    assert pauses == [1.0, 2.0, 4.0]


def test_a_server_that_asks_for_patience_is_obeyed_and_for_too_much_is_left() -> None:
    pauses: list[float] = []
    with serving(lambda _, n: Reply(status=429, headers={"Retry-After": "7"}) if n == 0 else Reply(b"ok")) as server:
        client(pauses).get(f"{server.address}/x")
    assert pauses == [7.0]
    with (
        serving(lambda *_: Reply(status=429, headers={"Retry-After": "7200"})) as server,
        pytest.raises(FetchFailed) as failed,
    ):
        client(pauses).get(f"{server.address}/x")
    assert (failed.value.code, failed.value.again_after, pauses) == ("too_many_requests", 7200.0, [7.0])


def test_a_plain_no_is_not_asked_again() -> None:
    with serving(lambda *_: Reply(status=403)) as server, pytest.raises(FetchFailed) as failed:
        client().get(f"{server.address}/secret?apiKey=abc")
    assert (failed.value.code, failed.value.detail, len(server.asked)) == ("status", "403", 1)
    assert "abc" not in str(failed.value)


def test_what_is_too_large_is_left_even_when_it_is_packed() -> None:
    packed = gzip.compress(b"0" * 5_000_000)
    with (
        serving(lambda *_: Reply(packed, headers={"Content-Encoding": "gzip"})) as server,
        pytest.raises(FetchFailed) as failed,
    ):
        client(most_bytes=1_000_000).get(f"{server.address}/x")
    assert failed.value.code == "too_large"


def test_a_silent_server_is_not_waited_for_without_end() -> None:
    import time

    with (
        serving(lambda *_: (time.sleep(1), Reply(b"late"))[1]) as server,
        pytest.raises(FetchFailed) as failed,
    ):
        client(read_seconds=0.2, attempts=1).get(f"{server.address}/x")
    assert failed.value.code == "timeout"


def test_nobody_there_is_said_so() -> None:
    with serving(lambda *_: Reply()) as server:
        address = server.address
    with pytest.raises(FetchFailed) as failed:
        client(attempts=1).get(address)
    assert failed.value.code == "no_connection"


def test_a_move_is_followed_but_not_in_circles_and_not_away_from_https() -> None:
    with serving(
        lambda asked, _: Reply(b"there") if asked.path == "/b" else Reply(status=302, headers={"Location": "/b"})
    ) as server:
        assert client().get(f"{server.address}/a").content == b"there"
    with (
        serving(lambda *_: Reply(status=302, headers={"Location": "/a"})) as server,
        pytest.raises(FetchFailed) as failed,
    ):
        client().get(f"{server.address}/a")
    assert failed.value.code == "moved_too_often"
    elsewhere = {"Location": "http://feeds.example/a"}
    with serving(lambda *_: Reply(status=302, headers=elsewhere)) as server, pytest.raises(FetchFailed) as failed:
        client().get(f"{server.address}/a")
    assert failed.value.code == "not_https"


@pytest.mark.parametrize("moved", ["http://127.0.0.1:9/a", "https://localhost:9/a", "http://feeds.example/b"])
def test_who_was_asked_elsewhere_over_https_does_not_send_us_to_this_machine_or_to_plain_http(moved: str) -> None:
    from kizuki.gateways.http.client import _require_safe

    with pytest.raises(FetchFailed) as failed:
        _require_safe(moved, "https://feeds.example/a")
    assert failed.value.code == "not_https"


def test_a_proxy_is_asked_for_every_address_and_told_who_we_are() -> None:
    with serving(lambda *_: Reply(b"through the proxy")) as proxy:
        host = proxy.address.removeprefix("http://")
        content = client(proxy=f"http://user:word@{host}").get("http://127.0.0.1:9/feed").content
    assert content == b"through the proxy"
    assert proxy.asked[0].headers["proxy-authorization"].startswith("Basic ")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A company's own authority and a server's certificate with its key, for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("certificates")
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _signed("Company CA", authority_key, "Company CA", authority_key, is_authority=True)
    server = _signed("127.0.0.1", server_key, "Company CA", authority_key, is_authority=False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(authority.public_bytes(pem))
    held = server_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(held + server.public_bytes(pem))
    return folder / "ca.pem", folder / "server.pem"


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, by: str, by_key: ec.EllipticCurvePrivateKey, *, is_authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    named, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (name, by))
    builder = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
    )
    if is_authority:
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "encipher_only", "decipher_only"), False,
        )  # fmt: skip
        builder = builder.add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), critical=True)
    else:
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(by_key, hashes.SHA256())


def test_a_certificate_of_the_companys_own_authority_is_trusted_only_when_told(
    certificates: tuple[Path, Path],
) -> None:
    authority, held = certificates
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(held)
    with serving(lambda *_: Reply(b"ok"), context) as server:
        assert client(ca_file=str(authority)).get(server.address).content == b"ok"
        with pytest.raises(FetchFailed) as failed:
            client(attempts=1).get(server.address)
    assert failed.value.code == "tls"


def test_settings_that_cannot_be_used_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="KIZUKI_CA_FILE"):
        Connection.from_environment({"KIZUKI_CA_FILE": str(tmp_path / "none.pem")})
    with pytest.raises(Refused, match="KIZUKI_HTTP_PROXY"):
        Connection.from_environment({"KIZUKI_HTTP_PROXY": "socks5://x"})
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    with pytest.raises(Refused, match="holds no certificate"):
        Connection.from_environment({"KIZUKI_CA_FILE": str(empty)}).pool("https://x.example")

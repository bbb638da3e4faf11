"""Verifies a case export of Kizuki without Kizuki: python3 verify_export.py CASE.zip SIGNER [NOTED_HEAD]

SIGNER is the fingerprint of the key that signs at the company, as you know it from elsewhere than this archive.
"""

import hashlib
import json
import sys
import zipfile


def must(holds, words):  # not assert: that says nothing under python3 -O
    if not holds:
        sys.exit(words)


P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519 (RFC 8032): field, order
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)


def point(data):
    y, odd = int.from_bytes(data, "little") & ~(1 << 255), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    must(y < P and x * x % P == square and (x or not odd), "the signature holds no point of the curve")
    return (x if x & 1 == odd else P - x), y


def plus(a, b):
    product = D * a[0] * b[0] * a[1] * b[1]
    return (
        (a[0] * b[1] + a[1] * b[0]) * pow(1 + product, -1, P) % P,
        (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, P) % P,
    )


def times(number, a):
    total = (0, 1)
    while number:
        total = plus(total, a) if number & 1 else total
        a, number = plus(a, a), number >> 1
    return total


def signed(key, signature, content):
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    s = int.from_bytes(signature[32:], "little")
    said = int.from_bytes(hashlib.sha512(signature[:32] + key + content).digest(), "little") % Q
    right = plus(point(signature[:32]), times(said, point(key)))
    return len(key) == 32 and len(signature) == 64 and s < Q and times(s, base) == right


def sha(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")).hexdigest()


def body(entry):  # the JSON that was hashed: keys in order, subjects and payload letter by letter
    plain = {
        key: json.dumps(entry[key], ensure_ascii=False) for key in ("actor", "at", "previous_hash", "seq", "verb")
    }
    if entry["commitments"]:  # the digest of how the rows stood that it changed; there is none in earlier entries
        plain["commitments"] = json.dumps(entry["commitments"])
    texts = sorted({**plain, "payload": entry["payload"], "subjects": entry["subjects"]}.items())
    return "{" + ",".join(f'"{key}":{text}' for key, text in texts) + "}"


if len(sys.argv) < 3:
    sys.exit(__doc__)
archive = zipfile.ZipFile(sys.argv[1])
stamp = json.loads(archive.read("manifest.sig"))
key, signature = bytes.fromhex(stamp["key"]), bytes.fromhex(stamp["signature"])
must(signed(key, signature, archive.read("manifest.json")), "the manifest was altered, or is not signed by its key")
must(sha(key) == sys.argv[2].lower(), f"signed by {sha(key)}, not by the signer that was named")
manifest = json.loads(archive.read("manifest.json"))
beside = {"manifest.json", "manifest.sig", "manifest.tsr"} & set(archive.namelist())
must(sorted(archive.namelist()) == sorted([*manifest["files"], *beside]), "a file is missing, or was put in")
for name, digest in manifest["files"].items():
    must(sha(archive.read(name)) == digest, f"{name} was altered")
named, before, seq = set(), None, manifest["first_entry"]
for entry in map(json.loads, archive.read("audit.jsonl").splitlines()):
    must(entry["seq"] == seq and sha(body(entry)) == entry["hash"], f"audit entry {seq} was altered or is missing")
    must(before in (None, entry["previous_hash"]), f"audit entry {seq} does not follow the one before it")
    named, before, seq = named | set(json.loads(entry["subjects"])), entry["hash"], seq + 1
must(before == manifest["head"] and sys.argv[3:] in ([], [before]), "the chain does not end at the head")
rows = json.loads(archive.read("record.json"))["own"]
for kind, table, column in (
    ("fact_sheet", "store_factsheet", "facts"),
    ("determination", "store_determination", "answer"),
):
    for row in rows.get(table, []):
        name = f"{kind}:{row['id']}:{sha(row[column])}"
        must(name in named, f"{name} is not what was kept")
texts = [(row, name[:-5]) for kept in rows.values() for row in kept for name in row if name.endswith("_salt")]
for row, column in texts:
    salt = row[column + "_row"].encode() + b"\0" + bytes.fromhex(row[column + "_salt"])
    name = "text:" + sha(salt + row[column].encode("utf-8", "surrogatepass"))
    must(name in named, f"the text of row {row['id']} is not what was kept")
for name in [name for name in archive.namelist() if name.startswith("documents/")]:
    must("document:" + sha(archive.read(name)) in named, f"{name} is not what was kept")
print(f"intact: case {manifest['case']}, {seq - manifest['first_entry']} audit entries up to {manifest['head']}")
print(f"signed by {sys.argv[2].lower()}")

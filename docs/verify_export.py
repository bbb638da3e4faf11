"""Verifies a case export of Kizuki without Kizuki: python3 verify_export.py CASE.zip [NOTED_HEAD]"""

import hashlib
import json
import sys
import zipfile


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


archive = zipfile.ZipFile(sys.argv[1])
manifest = json.loads(archive.read("manifest.json"))
for name, digest in manifest["files"].items():
    assert sha(archive.read(name)) == digest, f"{name} was altered"
named, before, seq = set(), None, manifest["first_entry"]
for entry in map(json.loads, archive.read("audit.jsonl").splitlines()):
    assert entry["seq"] == seq and sha(body(entry)) == entry["hash"], f"audit entry {seq} was altered or is missing"
    assert before in (None, entry["previous_hash"]), f"audit entry {seq} does not follow the one before it"
    named, before, seq = named | set(json.loads(entry["subjects"])), entry["hash"], seq + 1
assert before == manifest["head"] and sys.argv[2:] in ([], [before]), "the chain does not end at the head"
rows = json.loads(archive.read("record.json"))["own"]
for kind, table, column in (
    ("fact_sheet", "store_factsheet", "facts"),
    ("determination", "store_determination", "answer"),
):
    for row in rows.get(table, []):
        name = f"{kind}:{row['id']}:{sha(row[column])}"
        assert name in named, f"{name} is not what was kept"
texts = [(row, key[:-5]) for kept in rows.values() for row in kept for key in row if key.endswith("_salt")]
for row, key in texts:
    salt = row[key + "_row"].encode() + b"\0" + bytes.fromhex(row[key + "_salt"])
    name = "text:" + sha(salt + row[key].encode("utf-8", "surrogatepass"))
    assert name in named, f"the text of row {row['id']} is not what was kept"
for name in [name for name in archive.namelist() if name.startswith("documents/")]:
    assert "document:" + sha(archive.read(name)) in named, f"{name} is not what was kept"
print(f"intact: case {manifest['case']}, {seq - manifest['first_entry']} audit entries up to {manifest['head']}")

"""Verifies a case export of Kizuki without Kizuki: python3 verify_export.py CASE.zip SIGNER [--head SEQ:HASH ...]

SIGNER is the fingerprint of the key that signs at the company, as you know it from elsewhere than this archive.
A head is the number and digest of an audit entry that somebody outside noted (`kizuki audit verify` prints it, a time
stamp holds it, an earlier export ends with it). Whoever holds the key of the company can make up a chain as a whole, but
none that has the digest of an entry that was noted.
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


def lines(name):
    *found, rest = archive.read(name).split(b"\n")
    must(not rest, f"{name} was cut off")
    return found


def fields(line, count):
    return tuple(line.decode("utf-8", "surrogatepass").split("\t", count - 1))


if len(sys.argv) < 3 or sys.argv[3::2] != ["--head"] * len(sys.argv[4::2]):
    sys.exit(__doc__)
archive = zipfile.ZipFile(sys.argv[1])
stamp = json.loads(archive.read("manifest.sig"))
key, signature = bytes.fromhex(stamp["key"]), bytes.fromhex(stamp["signature"])
must(signed(key, signature, archive.read("manifest.json")), "the manifest was altered, or is not signed by its key")
must(sha(key) == sys.argv[2].lower(), f"signed by {sha(key)}, not by the signer that was named")
manifest = json.loads(archive.read("manifest.json"))
must((manifest["format"], manifest["signer"]) == ("kizuki case export 3", sha(key)), "another format or signer")
OURS = {"rows.txt", "texts.jsonl", "audit.jsonl", "commitments.txt"}
beside = {"manifest.json", "manifest.sig", "manifest.tsr"} & set(archive.namelist())
must(sorted(archive.namelist()) == sorted([*manifest["files"], *beside]), "a file is missing, or was put in")
documents = [name for name in manifest["files"] if name.startswith("documents/")]
must({*documents, *OURS} == set(manifest["files"]), "a file is missing, or is none of ours")
for name, digest in manifest["files"].items():
    must(sha(archive.read(name)) == digest, f"{name} was altered")

# The chain: every entry, and every row that it committed to. The newest commitment is how a row stands.
committing = dict(fields(line, 2) for line in lines("commitments.txt"))
must(len(committing) == len(lines("commitments.txt")), "commitments stand twice")
digests, newest, altered, wrote, named, erased = {}, {}, {}, [], set(), set()
first = seq = manifest["first_entry"]
for entry in map(json.loads, lines("audit.jsonl")):
    must(entry["seq"] == seq and sha(body(entry)) == entry["hash"], f"audit entry {seq} was altered or is missing")
    before = entry["previous_hash"]
    must(digests.setdefault(seq - 1, before) == before, f"audit entry {seq} does not follow the one before it")
    listed, subjects = committing.pop(str(seq), ""), json.loads(entry["subjects"])
    must((sha(listed) if listed else "") == entry["commitments"], f"what audit entry {seq} committed to was altered")
    rows = [(table, row, digest) for table, row, digest in json.loads(listed or "[]")]
    # "before:" and a table: how the program found a row that somebody had altered past it, before it wrote the row.
    altered.update({(table[7:], row): seq for table, row, _ in rows if table.startswith("before:")})
    rows = [row for row in rows if not row[0].startswith("before:")]
    newest.update({(table, row): (digest, seq) for table, row, digest in rows})
    wrote.append((subjects, rows))
    named.update(subjects)
    erased.update(subjects if entry["verb"] == "erase_expired" else ())
    digests[seq], seq = entry["hash"], seq + 1
newest_entry = (manifest["newest_entry"], manifest["head"])
must((seq - 1, digests[seq - 1]) == newest_entry, "the chain does not end at the head")
must(not committing, "commitments without their entry")

# Every row as it was committed to, and none left out that an entry about this case alone wrote.
told = {(table, row): text for table, row, text in (fields(line, 3) for line in lines("rows.txt"))}
must(len(told) == len(lines("rows.txt")), "a row stands twice")
for row, text in told.items():
    digest, entry = newest.get(row, ("", 0))
    must(digest == sha(text), f"{' '.join(row)} is not as audit entry {entry} committed to it (0: none did)")
    must(row not in altered, f"{' '.join(row)} was altered before audit entry {altered.get(row)} wrote it")
kept = {row: json.loads(text) for row, text in told.items()}
(case,) = [row for row, values in kept.items() if row[0] == "store_case" and values["number"] == manifest["case"]]
own = {f"case:{case[1]}"}
own |= {f"information:{row[1]}" for row in kept if row[0] == "store_safetyinformation"}
own |= {f"incident:{row[1]}" for row in kept if row[0] == "store_incident"}
for subjects, rows in wrote:
    about = {name for name in subjects if name.split(":")[0] in ("case", "information", "incident")}
    for table, row, _ in rows if about and about <= own else ():
        gone = not newest[table, row][0]
        must(gone or (table, row) in kept, f"{table} {row} belongs to the case, and was left out")

# Every text and document that a row holds, and no other.
texts = {}
for text in map(json.loads, lines("texts.jsonl")):
    place = text["row"].encode() + b"\0" + bytes.fromhex(text["salt"])
    words = text["text"].encode("utf-8", "surrogatepass")
    texts[text["table"], text["key"], text["column"]] = sha(place + words)
must(len(texts) == len(lines("texts.jsonl")), "a text stands twice")
sealed, held = {}, set()
for row, values in kept.items():
    made = [value for name, value in values.items() if name.endswith("commitment")]
    for name, value in values.items():
        if value in made and not name.endswith("commitment"):
            sealed[(*row, name)] = value
        if name.endswith("_id") and name != "sbom_id" and len(str(value)) == 64:  # component lists are not the case's
            held.add(value)
must(texts == sealed, "a text is not what was kept, is missing, or was put in")
for name in documents:
    digest = sha(archive.read(name))
    must(f"document:{digest}" in named and name == f"documents/{digest}", f"{name} is not what was kept")
    held.discard(digest)
must(all(f"document:{digest}" in erased for digest in held), "a document is missing that nobody erased")

heads = []
for number, _, digest in (head.partition(":") for head in sys.argv[4::2]):
    must(number.isdecimal() and len(digest) == 64, "a head is SEQ:HASH, the number of an entry and its digest")
    heads.append(number := int(number))
    must(number in digests, f"the archive holds entries {first} to {seq - 1}: it says nothing of head {number}")
    must(digests[number] == digest, f"the chain was rewritten: entry {number} had another digest when it was noted")
print(f"intact: case {manifest['case']}, {len(told)} rows, {seq - first} audit entries")
print(f"signed by {sha(key)}; the newest entry is {seq - 1}:{digests[seq - 1]}")
if heads:
    later = f"{sum(newest[row][1] > max(heads) for row in told)} rows and {seq - 1 - max(heads)} entries"
    print(f"proved as noted outside up to entry {max(heads)}; {later} came later, on the signer's word alone")
else:
    print("no outside head: that the chain was not rewritten as a whole rests on the signer's word alone (--head)")

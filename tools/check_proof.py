#!/usr/bin/env python3
"""核对落实账本的证明 · Check a proof from a Luoshi ledger.

    python3 check_proof.py PROOF.json [--roots roots.jsonl]

Needs Python 3.9 and nothing else; this file may be read in ten minutes and copied anywhere.
It recomputes the digest of the entry (SHA-256 over RFC 8785 JSON; a proof from the portal gives digests alone), walks the Merkle path
(RFC 9162 §2.1.3.2, §2.1.4.2) to the root, and checks the signature of the root (Ed25519, RFC 8032).
With --roots the root must also be one that was delivered outside at the time, by the same signer;
without, compare the public key shown with the one that was published.
Exit: 0 it holds, 1 it does not, 2 wrong usage, 3 a file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from pathlib import Path

HEX32 = re.compile(r"[0-9a-f]{64}\Z")
HEX64 = re.compile(r"[0-9a-f]{128}\Z")
SEAL = {"ledger", "size", "root", "at", "previous_root", "key", "signature"}
ENTRY = {
    "ledger", "position", "matter", "kind", "happened_at", "recorded_at", "local_at", "unit", "post",
    "officer", "to_unit", "actor_kind", "actor", "law", "occasion", "corrects", "source", "source_row",
    "source_digest", "payload", "salt", "previous_digest",
}  # fmt: skip


class Fails(Exception):
    """The proof does not hold, and why."""


def say(zh: str, en: str) -> str:
    named = next((os.environ[k] for k in ("LUOSHI_LANG", "LC_ALL", "LANG") if os.environ.get(k)), "")
    return en if named.lower().startswith("en") else zh


def need(holds: object, zh: str, en: str) -> None:
    if not holds:
        raise Fails(say(zh, en))


# --- Ed25519 verification, as RFC 8032 §5.1.7 and §6 write it ---

Point = tuple[int, int, int, int]
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a: Point, b: Point) -> Point:
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    w, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = v - u, z - w, z + w, v + u
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n: int, point: Point) -> Point:
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def recover_x(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P:
        return None
    return P - x if (x & 1) != sign else x


def decompress(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Is this the Ed25519 signature of the message under the public key? All are bytes."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return same(times(s, BASE), add(r, times(h, a)))


# --- RFC 8785 for objects of text, whole numbers and null ---


def canonical(value: dict[str, object]) -> bytes:
    for item in value.values():
        need(
            item is None or type(item) in (str, int),
            "证明里有不该有的值",
            "The proof holds a value that no proof has",
        )
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Fails(say("证明里有残缺字符", "The proof holds broken characters")) from None


# --- The Merkle tree of RFC 9162 ---


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_over(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that the path leads to, or None when the path does not fit."""
    if not 0 <= index < size:
        return None
    fn, sn, r = index, size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def continues(first: int, second: int, path: list[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Does the path prove that the tree of `first` leaves is the beginning of that of `second`?"""
    if first == second:
        return not path and first_root == second_root
    nodes = list(path)
    if first & (first - 1) == 0:
        nodes.insert(0, first_root)
    if not nodes or not 0 < first < second:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = nodes[0]
    for c in nodes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


def check_seal(seal: dict) -> bytes:
    """The seal is whole and signed by the key it names; its root."""
    need(type(seal) is dict and set(seal) == SEAL, "封签不完整", "The seal is incomplete")
    need(type(seal["size"]) is int and seal["size"] > 0, "封签的条数不对", "The size of the seal is wrong")
    texts = all(type(seal[k]) is str for k in SEAL - {"size"})
    need(texts, "封签里有不该有的值", "The seal holds a wrong value")
    shaped = HEX32.match(seal["root"]) and HEX32.match(seal["key"]) and HEX64.match(seal["signature"])
    need(shaped, "封签的写法不对", "The seal is not written as a seal is")
    message = canonical({k: seal[k] for k in SEAL - {"key", "signature"}})
    good = signed(bytes.fromhex(seal["key"]), message, bytes.fromhex(seal["signature"]))
    need(good, "封签的签名不对", "The signature of the seal is wrong")
    return bytes.fromhex(seal["root"])


def check_path(path: object) -> list[bytes]:
    shaped = type(path) is list and all(type(p) is str and HEX32.match(p) for p in path)
    need(shaped, "路径的写法不对", "The path is not written as a path is")
    return [bytes.fromhex(p) for p in path]


def check(proof: dict) -> list[dict]:
    """Raise Fails unless everything in the proof holds; gives its seals."""
    known = type(proof) is dict and proof.get("format") == "luoshi-proof/1"
    need(known, "这不是落实账本的证明", "This is no proof from a Luoshi ledger")
    if proof.get("proves") == "inclusion":
        return check_inclusion(proof)
    if proof.get("proves") == "digests":
        return check_digests(proof)
    need(proof.get("proves") == "consistency", "不认识这种证明", "This kind of proof is not known")
    whole = set(proof) == {"format", "proves", "path", "first", "second"}
    need(whole, "证明不完整或多了内容", "The proof lacks something or holds something more")
    first, second = proof["first"], proof["second"]
    roots = check_seal(first), check_seal(second)
    need(first["ledger"] == second["ledger"], "两个封签不是同一本账", "The seals are of two ledgers")
    good = continues(first["size"], second["size"], check_path(proof["path"]), *roots)
    need(good, "后一封签不是前一封签的延续：账被改过", "The later seal does not continue the earlier one")
    return [first, second]


def check_inclusion(proof: dict) -> list[dict]:
    whole = set(proof) == {"format", "proves", "entry", "digest", "path", "seal"}
    need(whole, "证明不完整或多了内容", "The proof lacks something or holds something more")
    entry, seal = proof["entry"], proof["seal"]
    need(type(entry) is dict and set(entry) == ENTRY, "条目不完整", "The entry is incomplete")
    digest = hashlib.sha256(canonical(entry)).hexdigest()
    need(
        digest == proof["digest"],
        "条目内容与摘要不符：内容被改过",
        "The entry was changed: its digest differs",
    )
    root = check_seal(seal)
    need(entry["ledger"] == seal["ledger"], "条目与封签不是同一本账", "Entry and seal are of two ledgers")
    need(type(entry["position"]) is int, "条目没有序号", "The entry has no position")
    reached = root_over(bytes.fromhex(digest), entry["position"] - 1, seal["size"], check_path(proof["path"]))
    need(reached == root, "条目不在封签的账里", "The entry is not in the sealed ledger")
    return [seal]


def check_digests(proof: dict) -> list[dict]:
    """Entries told by their digests only: what they say is not in the proof."""
    whole = set(proof) == {"format", "proves", "digests", "seal"}
    need(whole, "证明不完整或多了内容", "The proof lacks something or holds something more")
    seal, told = proof["seal"], proof["digests"]
    root = check_seal(seal)
    need(type(told) is list and told, "证明里没有条目", "The proof names no entry")
    for one in told:
        shaped = (
            type(one) is dict and set(one) == {"position", "digest", "path"} and type(one["position"]) is int
        )
        need(shaped, "条目不完整", "The entry is incomplete")
        digest = one["digest"]
        need(
            type(digest) is str and HEX32.match(digest),
            "摘要的写法不对",
            "The digest is not written as one is",
        )
        reached = root_over(bytes.fromhex(digest), one["position"] - 1, seal["size"], check_path(one["path"]))
        need(reached == root, "条目不在封签的账里", "The entry is not in the sealed ledger")
    return [seal]


def check_outside(seals: list[dict], path: str) -> None:
    """Every seal must be among the roots delivered outside, from the same signer."""
    kept = []
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                kept.append(json.loads(line))
            except ValueError:
                continue
    for seal in seals:
        size = seal["size"]
        need(
            seal in kept, f"{path} 里没有第 {size} 条处的这个根值", f"{path} lacks this root at entry {size}"
        )


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object that names a key twice could be read in two ways."""
    value = dict(pairs)
    need(len(value) == len(pairs), "证明里有重复的名字", "The proof names something twice")
    return value


def main(arguments: list[str]) -> int:
    roots = None
    if len(arguments) == 3 and "--roots" in arguments[:2]:
        at = arguments.index("--roots")
        roots = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with Path(arguments[0]).open(encoding="utf-8-sig") as file:
            text = file.read()
        seals = check(json.loads(text, object_pairs_hook=once))
        if roots:
            check_outside(seals, roots)
    except (ValueError, RecursionError):
        print(say("不成立：文件不是完整的 UTF-8 JSON", "Does not hold: the file is not whole UTF-8 JSON"))
        return 1
    except OSError as wrong:
        name, reason = wrong.filename, wrong.strerror
        print(say(f"打不开 {name}：{reason}", f"Cannot open {name}: {reason}"), file=sys.stderr)
        return 3
    except Fails as why:
        print(say(f"不成立：{why}", f"Does not hold: {why}"))
        return 1
    ledger, at, size, key = (seals[-1][name] for name in ("ledger", "at", "size", "key"))
    print(
        say(
            f"成立：账本 {ledger}，封签 {at}，共 {size} 条",
            f"Holds: ledger {ledger}, sealed {at}, {size} entries",
        )
    )
    if not roots:
        print(say(f"请与公布的公钥核对：{key}", f"Compare with the published key: {key}"))
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))

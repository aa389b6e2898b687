"""Who signs: the sealing key, kept outside the database, and the keys whose seals are believed.

`seal` in the folder of keys holds the 32 bytes of an Ed25519 private key (RFC 8032), readable by its
owner only; `seal.retired` the public keys that signed before, in hex, one a line.
"""

import os
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.law.words import say

PUBLIC = re.compile(r"[0-9a-f]{64}\Z")


def folder() -> Path:
    """LUOSHI_KEYS, or `keys` under the home."""
    return Path(os.environ.get("LUOSHI_KEYS") or Path(settings.LUOSHI_HOME) / "keys")


def signing_key() -> Ed25519PrivateKey:
    """The key that signs seals, made on first use. Raises CouldNot when the file is no key."""
    path = folder() / "seal"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f".seal.{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)  # the first of several processes wins
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return _private(path)


def _private(path: Path) -> Ed25519PrivateKey:
    secret = path.read_bytes()
    if len(secret) != 32:
        raise CouldNot(
            say(
                f"{path} 不是封签密钥（应为 32 字节）：请从备份恢复，不要另造",
                f"{path} is not a sealing key (32 bytes): restore it from the backup, do not make another",
            )
        )
    return Ed25519PrivateKey.from_private_bytes(secret)


def public(key: Ed25519PrivateKey) -> str:
    """The public half in hex."""
    return key.public_key().public_bytes_raw().hex()


def believed() -> set[str]:
    """Public keys whose seals this office believes: its own and those it used before."""
    found: set[str] = set()
    own, retired = folder() / "seal", folder() / "seal.retired"
    if own.exists():
        found.add(public(_private(own)))
    if retired.exists():
        found.update(line for line in map(str.strip, retired.read_text().splitlines()) if PUBLIC.match(line))
    return found


def signed(message: bytes, key: str, signature: str) -> bool:
    """Is this the signature (hex) of the message under the public key (hex)?"""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True

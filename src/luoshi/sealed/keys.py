"""Two keys, both outside the database: one encrypts, one makes pseudonyms. Who has neither learns nothing."""

import base64
import hmac
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.law.words import say

NONCE = 12


def encrypt(content: bytes, bound_to: str) -> bytes:
    """AES-256-GCM under a fresh nonce; it can only be opened for what it is bound to."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(settings.SEALED_KEY).encrypt(nonce, content, bound_to.encode())


def decrypt(sealed: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(settings.SEALED_KEY).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())
    except InvalidTag as wrong:
        raise CouldNot(
            say(
                "封存的内容打不开：密钥 sealed 不是封存时的那一把，或内容被改动过；请系统管理员恢复密钥",
                "The sealed content does not open: the key `sealed` is another, or it was changed; restore the key",
            )
        ) from wrong


def pseudonym(identity: str) -> str:
    """The same for the same number, and nobody without the key finds the number by trying all of them."""
    made = hmac.new(settings.PSEUDONYM_KEY, identity.encode(), sha256).digest()
    return base64.b32encode(made)[:16].decode()

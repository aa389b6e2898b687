"""Numbers as offices write them: 十二, 二〇二六, １２, （三）."""

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
WIDE = str.maketrans("０１２３４５６７８９．，／－％：；（）", "0123456789.,/-%:;()")


def narrow(text: str) -> str:
    """Full-width digits and signs as ordinary ones, without blanks."""
    return "".join(text.translate(WIDE).split())


def chinese(text: str) -> int | None:
    """The number that Chinese numerals say: read as a whole (十二) or digit by digit (二〇二六); None if they are none."""
    if not text or any(c not in DIGITS and c not in TENS for c in text):
        return None
    if not any(c in TENS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in TENS:
            total += (digit or 1) * TENS[c]
            digit = 0
        else:
            digit = DIGITS[c]
    return total + digit


def number_of(text: str) -> int | None:
    """A whole number in either script."""
    plain = narrow(text)
    return int(plain) if plain.isascii() and plain.isdigit() else chinese(plain)


def counted(text: str) -> str:
    """A 序号 without its ornaments, so that 3, 3. , （三）and 第三项 are the same; anything else as it stands."""
    plain = narrow(text).strip("()[]【】〔〕.、,").removeprefix("第")
    for end in ("项", "条", "号"):
        plain = plain.removesuffix(end)
    found = number_of(plain)
    return str(found) if found is not None else plain

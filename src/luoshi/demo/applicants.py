"""Who applies in the sample city: nobody who exists. Their numbers belong to no region and no person."""

from datetime import datetime

from luoshi.sealed.deposit import deposit_all, pseudonym_of, seal
from luoshi.sealed.identity import SIGNS, WEIGHTS, Identity


def identity(key: str) -> Identity:
    """The invented applicant behind a key of the sample's own."""
    if key.startswith("A") and key[1:].isdigit() and int(key[1:]) % 3 == 0:
        number = f"{int(key[1:]) // 1000:06}19000101{int(key[1:]) % 1000:03}"
        return Identity(kind="person", name=f"样例申请人{key[1:]}", number=f"{number}{person_check(number)}")
    spelled = "".join(sign for sign in key.upper() if sign in SIGNS)[-13:]
    number = f"YY00{spelled:0>13}"
    return Identity(
        kind="organisation",
        name=f"样例申请单位{key.replace(':', '-')}",
        number=f"{number}{organisation_check(number)}",
    )


def person_check(number: str) -> str:
    return "10X98765432"[
        sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11
    ]


def organisation_check(number: str) -> str:
    return SIGNS[-sum(SIGNS.index(sign) * 3**n for n, sign in enumerate(number)) % 31]


class Pseudonyms:
    """From keys to the pseudonyms of this installation; what was not sealed yet is, by `seal`."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.fresh: list[str] = []

    def of(self, key: str) -> str:
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = pseudonym_of(identity(key).number)
            self.fresh.append(key)
        return found

    def seal(self, *, at: datetime, ledger: str) -> None:
        """Seal who they are."""
        keys, self.fresh = self.fresh, []
        deposit_all([seal(identity(key)) for key in keys], at=at, ledger=ledger)

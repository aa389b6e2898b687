"""Who applied: sealed the moment a row is read, so that nothing of it reaches a temporary file, a log or the ledger."""

from luoshi.intake.national.notes import FileNotes
from luoshi.law.words import say
from luoshi.sealed.deposit import Sealed, pseudonym_of, seal
from luoshi.sealed.identity import Identity, problems


def applicant(told: dict[str, str], kind: str, row: int, notes: FileNotes) -> Sealed:
    """The pseudonym of an applicant and who stands behind it, sealed; what cannot be kept safely is not kept.

    A number that does not check is another paper (a passport, a code of old) or a mistake: the pseudonym still
    joins the cases of one applicant, but there is nobody to look up.
    """
    number = told.get("number", "")
    if not number:
        return Sealed("", b"")
    it = Identity(
        kind=kind or ("person" if len(number) == 18 and number[:17].isdigit() else "organisation"),
        name=told.get("name", ""), number=number, phone=told.get("phone", ""), address=told.get("address", ""),
    )  # fmt: skip
    wrong = problems(it)
    if set(wrong) & {"phone", "address"}:
        it = Identity(kind=it.kind, name=it.name, number=it.number)
        wrong = problems(it)
    if not wrong:
        return seal(it)
    notes.once(
        row,
        "",
        "applicant",
        say(
            "申请人证件号码或名称核对不上，身份信息未封存，只留代号",
            "the number or name of the applicant does not check: not kept, only a pseudonym",
        ),
    )
    return Sealed(pseudonym_of(number), b"")

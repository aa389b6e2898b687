"""Names, accounts and roles that an organisation workbook gives."""

from collections.abc import Iterable
from datetime import date

from luoshi.intake.answers import State
from luoshi.intake.workbook import Line
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.ledger.book import Book
from luoshi.org import actions, staff
from luoshi.org.access import day_of
from luoshi.org.models import Role, Unit, User
from luoshi.org.staffing import Person


class People:
    """Accounts by name; one that is new cannot sign in until it is given a password."""

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes

    def name(self, officer: str, *, display_name: str | None, username: str | None) -> bool:
        """Say who an officer is; None leaves what stands. Whether anything changed."""
        now = Person.objects.filter(officer=officer).select_related("user").first()
        shown = display_name if display_name is not None else (now.display_name if now else "")
        account = username if username is not None else (now.user.username if now and now.user else "")
        if now is None and not shown and not account:
            return False
        if now is not None and (now.display_name, now.user.username if now.user else "") == (shown, account):
            return False
        other = Person.objects.filter(user__username=account).exclude(officer=officer).first()
        if account and other is not None:
            raise CouldNot(
                say(
                    f"账号 {account} 已属于工号 {other.officer}",
                    f"account {account} belongs to {other.officer}",
                )
            )
        staff.name(
            officer=officer, display_name=shown, user=self.account(account, shown) if account else None
        )
        return True

    def account(self, username: str, display_name: str = "") -> User:
        known = User.objects.filter(username=username).first()
        if known is not None:
            return known
        self.notes.append(
            say(
                f"新建账号 {username}，尚不能登录：请用 luoshi user password {username} 设口令",
                f"Account {username} is new and cannot sign in yet: luoshi user password {username}",
            )
        )
        return actions.open_account(username=username, display_name=display_name)

    def role(self, book: Book, line: Line) -> State:
        """Give a role or end it; what is the same already stays."""
        unit = Unit.objects.filter(code=line.get("unit")).first()
        if unit is None:
            raise CouldNot(say(f"没有单位 {line.get('unit')}", f"there is no unit {line.get('unit')}"))
        user = User.objects.filter(username=line.get("username")).first()
        if user is None:
            raise CouldNot(
                say(
                    f"没有账号 {line.get('username')}：请先在人员表写明，或用 luoshi user add 建立",
                    f"there is no account {line.get('username')}: name it in the officers sheet or luoshi user add",
                )
            )
        held = Role.objects.filter(user=user, unit=unit, role=line.get("role"))
        since = line.get("since", None)
        now = held.filter(since=since).first() if since else _held(held, day_of(book.at))
        if now is None:
            since, until = since or day_of(book.at), line.get("until", None)
            actions.give(book, user=user, unit=unit, role=line.get("role"), since=since, until=until)
            return "new"
        until = line.get("until", now.until)
        if now.until == until:
            return "unchanged"
        if until is None:
            raise CouldNot(
                say(
                    "止日已定，不能改为无止日：请另起一行，写新的起日",
                    "its end is on record: add a row with a new first day instead",
                )
            )
        actions.end(book, now, until=until)
        return "changed"


def _held(roles: Iterable[Role], day: date) -> Role | None:
    """The role in force on a day."""
    return next((r for r in roles if r.since <= day and (r.until is None or day < r.until)), None)

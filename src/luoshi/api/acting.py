"""Who acts when a program asks: the person signed in, or the officer that a token acts for, within its bounds."""

from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest

from luoshi.api.callers import caller, now
from luoshi.api.problems import Refused, forbidden
from luoshi.approvals.actor import Actor, actor_of
from luoshi.law.words import say
from luoshi.org.access import Scope, standing
from luoshi.org.models import User


def actor_for(request: HttpRequest, officer: str) -> Actor:
    """The person whose act it is.

    Who is signed in acts as themselves. A program has no roles: it names the officer for whom it acts, whose
    roles count only within the units the token may write for.
    """
    who, at = caller(request), now(request)
    if isinstance(request.user, User) and who.key.startswith("user:"):
        return actor_of(request.user, at)
    if who.writes is None:
        raise Refused(403, forbidden())
    if not officer.strip():
        raise Refused(
            409, say("请写明由谁办理（officer：工号或账号）", "Say who acts (officer: number or account)")
        )
    found = User.objects.filter(Q(username=officer) | Q(person__officer=officer), is_active=True).first()
    if found is None:
        raise Refused(409, say(f"没有工作人员 {officer[:80]}", f"There is no officer {officer[:80]}"))
    own = standing(found, at)
    held = tuple((role, both(scope, who.writes)) for role, scope in own.held)
    return actor_of(found, at, source=who.name, held=replace(own, held=held))


def both(one: Scope, other: Scope) -> Scope:
    """What lies in both."""
    if one.all:
        return other
    return one if other.all else Scope(all=False, units=one.units & other.units)

"""Who acts: the office's number for them, their roles on that day, and the posts they act for at that moment."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from luoshi.org import queries as org
from luoshi.org.access import Standing, standing
from luoshi.org.models import Post, User


@dataclass(frozen=True)
class Actor:
    """A person as an act sees them; `officer` is the office's number for them, if they have one.

    `source` names the program through which they act, if one does.
    """

    name: str
    standing: Standing
    at: datetime
    officer: str = ""
    source: str = ""

    @cached_property
    def posts(self) -> Sequence[Post]:
        """The posts they act for now, looked up when first asked: B acts for A while A is away, with A's powers."""
        return org.posts_of(self.officer, self.at) if self.officer else []

    def holds(self, roles: Container[str], unit: str) -> bool:
        """Does this person hold one of these roles over a unit, named by its code or its name?"""
        if self.standing.read_only:
            return False
        return any(role in roles and (scope.all or unit in scope.units) for role, scope in self.standing.held)

    def acts_for(self, post: str) -> bool:
        return any(held.code == post for held in self.posts)

    def post_for(self, unit: str, handling: Container[str] = ()) -> str:
        """The post of a unit (by its code) in which this person acts: one that handles the item, if they have one."""
        own = [held.code for held in self.posts if held.unit == unit]
        return next((code for code in own if code in handling), own[0] if own else "")


def actor_of(user: User, at: datetime, *, source: str = "", held: Standing | None = None) -> Actor:
    """The person with roles and posts at `at`. Where the office has numbered them, the number stands for the name."""
    officer = org.officer_of(user)
    code = officer.code if officer else ""
    return Actor(code or user.username, held or standing(user, at), at, code, source)

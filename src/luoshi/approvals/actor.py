"""Who acts on cases: the roles by which cases are worked on. The person acting is `org.actor.Actor`."""

from luoshi.org.actor import Actor, actor_of

__all__ = ["HANDLING", "HEADS", "STAFF", "WINDOW", "Actor", "actor_of"]

WINDOW = frozenset({"clerk", "handler"})
HANDLING = frozenset({"handler", "unit_head"})
HEADS = frozenset({"unit_head"})
STAFF = WINDOW | HEADS

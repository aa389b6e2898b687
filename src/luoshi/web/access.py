"""Who may open which page, and the only ways by which pages fetch matters, clocks and cards."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from luoshi.approvals.actor import Actor, actor_of
from luoshi.approvals.models import Ask, Matter
from luoshi.catalogue.models import Item
from luoshi.catalogue.queries import items
from luoshi.law.words import say
from luoshi.mechanisms.window.post_vacancy import VACANT
from luoshi.monitor.models import Card, Clock, Prompt, Task
from luoshi.org import actions
from luoshi.org import queries as org
from luoshi.org.access import PERMISSIONS, Scope, Standing, day_of, standing
from luoshi.org.models import Role, Unit, User
from luoshi.org.sign_in import lacks_second_step
from luoshi.org.staffing import Absence, Officer, Post
from luoshi.supervision.models import Lead
from luoshi.supervision.queries import leads
from luoshi.tasks import queries as tasks
from luoshi.tasks.models import Claim, Node, Source
from luoshi.tasks.roles import HANDLING, OFFICE, STAFF

SAFE = ("GET", "HEAD", "OPTIONS")
# `open` needs no sign-in; `self` concerns only the person asking (leaving, language).
WITHOUT_ROLE = ("open", "self")

M = TypeVar("M", bound=Model)
type_of_view = Callable[..., HttpResponseBase]


def now(request: HttpRequest) -> datetime:
    """The moment of this request, one for the whole page."""
    at: datetime | None = getattr(request, "at", None)
    if at is None:
        at = datetime.now(UTC)
        request.at = at  # type: ignore[attr-defined]
    return at


def standing_of(request: HttpRequest) -> Standing:
    """The roles of whoever asks, looked up once a request."""
    found: Standing | None = getattr(request, "standing", None)
    if found is None:
        found = standing(request.user, now(request))  # type: ignore[arg-type]
        request.standing = found  # type: ignore[attr-defined]
    return found


def access(name: str) -> Callable[[type_of_view], type_of_view]:
    """Declare who may open a view: a permission, `self` or `open`. A test asks every URL for it."""
    if name not in PERMISSIONS and name not in WITHOUT_ROLE:
        raise ValueError(f"unknown permission {name}")

    def declare(view: type_of_view) -> type_of_view:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if name in WITHOUT_ROLE:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            held = standing_of(request)
            if lacks_second_step(held, request.session):
                return redirect("second-step")
            if not held.may(name):
                raise PermissionDenied(
                    say(
                        "您的岗位不能打开此页。需要时请找本单位的系统管理员调整岗位。",
                        "Your role does not open this page. If you need it, ask your administrator.",
                    )
                )
            if held.read_only and request.method not in SAFE:
                raise PermissionDenied(
                    say(
                        "监察岗位只查看，不登记、不修改。", "Inspectors look; they record and change nothing."
                    )
                )
            return view(request, *args, **kwargs)

        guarded.access = name  # type: ignore[attr-defined]
        return guarded

    return declare


def within(rows: QuerySet[M], scope: Scope) -> QuerySet[M]:
    return rows if scope.all else rows.filter(unit__in=scope.units)


def access_matters(request: HttpRequest, permission: str = "matters.see") -> QuerySet[Matter]:
    rows = Matter.objects.filter(ledger=settings.LUOSHI_JURISDICTION)
    return within(rows, standing_of(request).scope(permission))


def access_clocks(request: HttpRequest, permission: str = "matters.see") -> QuerySet[Clock]:
    rows = Clock.objects.filter(ledger=settings.LUOSHI_JURISDICTION)
    return within(rows, standing_of(request).scope(permission))


def access_cards(request: HttpRequest) -> QuerySet[Card]:
    return within(
        Card.objects.filter(ledger=settings.LUOSHI_JURISDICTION), standing_of(request).scope("cards.see")
    )


def access_prompts(request: HttpRequest) -> QuerySet[Prompt]:
    return within(
        Prompt.objects.filter(ledger=settings.LUOSHI_JURISDICTION), standing_of(request).scope("cards.see")
    )


def access_units(request: HttpRequest, permission: str = "overview.see") -> QuerySet[Unit]:
    scope = standing_of(request).scope(permission)
    rows: QuerySet[Unit] = Unit.objects.without_tree_fields()
    return rows if scope.all else rows.filter(code__in=scope.units)


def access_items(request: HttpRequest, permission: str = "catalogue.see") -> QuerySet[Item]:
    """Items of service. To look at, all of them; to publish, those of one's own units."""
    held = standing_of(request)
    own = Scope(all=True, units=frozenset()) if permission == "catalogue.see" else held.scope(permission)
    return items(own)


def access_item(request: HttpRequest, code: str, permission: str = "catalogue.see") -> Item:
    """One item, or 404 where there is none that this person may open so."""
    found = access_items(request, permission).filter(code=code).first()
    if found is None:
        raise Http404(say(f"没有事项 {code}。请核对编码。", f"There is no item {code}. Check the code."))
    return found


def access_posts(request: HttpRequest, permission: str = "organisation.see") -> QuerySet[Post]:
    return org.posts(standing_of(request).scope(permission))


def access_post(request: HttpRequest, code: str, permission: str = "organisation.see") -> Post:
    """One post, or 404 outside the reader's units."""
    found = access_posts(request, permission).filter(code=code).first()
    if found is None:
        raise Http404(say(f"没有岗位 {code}。请核对编码。", f"There is no post {code}. Check the code."))
    return found


def access_alarms(request: HttpRequest) -> QuerySet[Task]:
    """The reader's posts that have been vacant for too long and still are."""
    posts = access_posts(request).values("matter")
    rows = Task.objects.filter(ledger=settings.LUOSHI_JURISDICTION, reason=VACANT.kind, done_at__isnull=True)
    return rows.filter(matter__in=posts)


def access_officers(request: HttpRequest, permission: str = "organisation.see") -> QuerySet[Officer]:
    """Officers of the reader's units; to register leave for, without being their head, only oneself."""
    held = standing_of(request)
    if permission != "absences.register":
        return org.officers(held.scope(permission))
    theirs = org.officers(held.scope("absences.register_for_others"))
    own = org.officer_of(cast(User, request.user))
    return org.officers(Scope(all=True, units=frozenset())).filter(
        Q(pk__in=theirs.values("pk")) | Q(pk=own.pk if own else None)
    )


def access_absences(request: HttpRequest, permission: str = "organisation.see") -> QuerySet[Absence]:
    """Absences, now or later, of officers one may see, or may register leave for."""
    officers = access_officers(request, permission).values("code")
    found = Absence.objects.filter(ledger=settings.LUOSHI_JURISDICTION, until__gt=now(request))
    return found.filter(officer__in=officers).order_by("since", "officer")


def acting_as(request: HttpRequest) -> Actor:
    """Who asks, as acts see them; looked up once a request."""
    found: Actor | None = getattr(request, "actor", None)
    if found is None:
        assert isinstance(request.user, User)
        found = actor_of(request.user, now(request), held=standing_of(request))
        request.actor = found  # type: ignore[attr-defined]
    return found


def access_asks(request: HttpRequest) -> QuerySet[Ask]:
    """What is asked of the units in which this person works."""
    rows = Ask.objects.filter(ledger=settings.LUOSHI_JURISDICTION)
    return within(rows, standing_of(request).scope("work.see"))


def access_matter(request: HttpRequest, name: str) -> Matter:
    """One matter, or 404 for those who may not know that it exists. An inspector's look is noted.

    A unit that was offered a case may see it until it has answered; one whose opinion was asked, from then on.
    """
    found = access_matters(request).filter(matter=name).first()
    if found is None and standing_of(request).may("work.see"):
        asked = Q(kind=Ask.Kind.OPINION) | Q(kind=Ask.Kind.HAND_OVER, state=Ask.State.OPEN)
        if access_asks(request).filter(asked, matter=name).exists():
            found = Matter.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter=name).first()
    if found is None:
        raise Http404(
            say(f"没有找到办件 {name}。请核对编号。", f"There is no matter {name}. Check the number.")
        )
    user = request.user
    if standing_of(request).read_only and isinstance(user, User):
        actions.look(user=user, matter=name, at=now(request))
    return found


def access_leads(request: HttpRequest, permission: str = "leads.see") -> QuerySet[Lead]:
    return leads(standing_of(request).scope(permission))


def access_lead(request: HttpRequest, name: str, permission: str = "leads.see") -> Lead:
    """One lead, or 404 outside the reader's units. An inspector's look is noted."""
    found = access_leads(request, permission).filter(matter=name).first()
    if found is None:
        raise Http404(say("没有找到这条线索。", "There is no such lead."))
    if standing_of(request).read_only:
        actions.look(user=cast(User, request.user), matter=name, at=now(request))
    return found


def access_tasks(request: HttpRequest, permission: str = "tasks.see") -> QuerySet[Node]:
    return tasks.nodes(standing_of(request).scope(permission))


def access_task(request: HttpRequest, name: str) -> Node:
    """One task, or 404 for those who may not know that it exists. An inspector's look is noted.

    Who leads a task may see everything under it. A claim may be seen by whoever could verify it, and afterwards by
    the unit that did.
    """
    found = access_tasks(request).filter(matter=name).first() or task_beyond(request, name)
    if found is None:
        raise Http404(
            say(f"没有找到任务 {name}。请核对编号。", f"There is no task {name}. Check its number.")
        )
    if standing_of(request).read_only:
        actions.look(user=cast(User, request.user), matter=name, at=now(request))
    return found


def task_beyond(request: HttpRequest, name: str) -> Node | None:
    """A task of other units that this person has to do with: under their own, or claimed and to be verified."""
    held = standing_of(request)
    node = Node.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter=name).first()
    if node is None:
        return None
    above = list(filter(None, node.path.split("/")))
    if above and access_tasks(request).filter(matter__in=above).exists():
        return node
    verifies = not held.read_only and any(role in HANDLING for role, _ in held.held)
    if verifies and node.state == Node.State.CLAIMED:
        return node
    looked = Claim.objects.filter(
        ledger=node.ledger, matter=name, verifier_unit=held.unit.name if held.unit else ""
    )
    return node if verifies and looked.exists() else None


def access_to_verify(request: HttpRequest) -> QuerySet[Node]:
    """Claims of units that this person does not belong to: those one may look at to verify them."""
    held = standing_of(request)
    own = frozenset[str]().union(
        *(scope.units for role, scope in held.held if role in STAFF | OFFICE and not scope.all)
    )
    return (
        tasks.nodes(Scope(all=True, units=frozenset())).filter(state=Node.State.CLAIMED).exclude(unit__in=own)
    )


def access_sources(request: HttpRequest) -> QuerySet[Source]:
    """Sources are the whole city's: the efficiency office and those who supervise it read them all."""
    return Source.objects.filter(ledger=settings.LUOSHI_JURISDICTION)


def access_people(request: HttpRequest) -> QuerySet[User]:
    """Accounts an administrator looks after: those with a role in the units, ever, and those without any yet."""
    scope = standing_of(request).scope("people.manage")
    if scope.all:
        return User.objects.all()
    held = Role.objects.filter(unit__code__in=scope.units).values("user")
    return User.objects.filter(Q(pk__in=held) | Q(roles__isnull=True))


def access_person(request: HttpRequest, number: int) -> User:
    found = access_people(request).filter(pk=number).first()
    if found is None:
        raise Http404(say("没有这个账号。", "There is no such account."))
    return found


def access_roles(request: HttpRequest, *, ever: bool = False) -> QuerySet[Role]:
    """Roles in an administrator's units: those that hold now or later, or all that ever did."""
    scope = standing_of(request).scope("people.manage")
    rows = Role.objects.all() if scope.all else Role.objects.filter(unit__code__in=scope.units)
    return rows if ever else rows.exclude(until__lte=day_of(now(request)))

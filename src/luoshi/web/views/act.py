"""One act on one case: what it brings about and to whom, what it asks for, and the case again when it is done."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from luoshi.approvals import actions, queries
from luoshi.approvals.acts.codes import QueryCode
from luoshi.approvals.case import Case
from luoshi.approvals.fields import FIELDS
from luoshi.approvals.models import Matter
from luoshi.approvals.rules import RULES, Rule
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.monitor.acting import acting
from luoshi.monitor.models import Clock
from luoshi.org.models import Post, Unit
from luoshi.sealed.identity import Identity
from luoshi.web.access import access, access_matter, acting_as, now
from luoshi.web.asking import ActForm
from luoshi.web.views.slip import handed

UNITS = 500


@access("cases.work")
def act(request: HttpRequest, name: str, act: str) -> HttpResponse:
    """The form of an act; sent, it is done. What cannot be done now says why, with a way back."""
    rule = RULES.get(act)
    if rule is None:
        raise Http404(say("没有这项操作", "There is no such act"))
    found = access_matter(request, name)
    at, by = now(request), acting_as(request)
    limits = list(Clock.objects.filter(ledger=found.ledger, matter=found.matter))
    case = queries.case(found.matter, ledger=found.ledger, limits=limits)
    shown: dict[str, Any] = {
        "matter": found,
        "rule": rule,
        "case": case,
        "due": due(case),
        "to": to_whom(case, rule),
    }
    if reason := rule.why_not(case, by, at):
        return render(request, "luoshi/act.html", shown | {"why_not": reason}, status=409)
    chosen = request.POST.get("to_unit") or request.GET.get("to_unit", "")
    lists = choices(act, case, chosen)
    if lists is None:
        return render(request, "luoshi/act.html", shown | {"first": units(case)})
    form = ActForm(act, case, by, request.POST or None, request.FILES or None, lists=lists, initial={"to_unit": chosen} if chosen else None)  # fmt: skip
    if request.method == "POST" and (not FIELDS[act] or form.is_valid()):
        try:
            return done(request, found, rule, form)
        except CouldNot as failure:
            form.is_valid()
            form.blame(failure)
    return render(
        request,
        "luoshi/act.html",
        shown | {"form": form, "chosen": chosen},
        status=422 if form.errors else 200,
    )


def done(request: HttpRequest, found: Matter, rule: Rule, form: ActForm) -> HttpResponse:
    """Do it, and show the case again; who applied is shown once, here, and kept nowhere."""
    by = acting_as(request)
    told = form.told() if FIELDS[rule.act] else {}
    with acting(actor=by.name, at=now(request)) as book:
        answer = getattr(actions, rule.act)(book=book, by=by, matter=found.matter, **told)
    if isinstance(answer, Identity):
        return render(request, "luoshi/identity.html", {"matter": found, "identity": answer})
    if isinstance(answer, QueryCode):
        return handed(found.matter, answer)
    messages.success(request, say(f"已办：{rule.said()}", f"Done: {rule.said()}"))
    mine = Matter.objects.filter(ledger=settings.LUOSHI_JURISDICTION, matter=found.matter)
    scope = by.standing.scope("matters.see")
    still = scope.all or mine.filter(unit__in=scope.units).exists() or rule.act == "give_opinion"
    return redirect("matter", found.matter) if still else redirect("work")


def due(case: Case) -> Any:
    """The limit that a person acting should have before their eyes: the statute's, else what ends first."""
    law = case.decision or case.filing
    if law is not None and law.due_on is not None:
        return law
    running = [c for c in case.limits if c.met_at is None and c.due_at is not None]
    return min(running, key=lambda c: str(c.due_at), default=None)


def to_whom(case: Case, rule: Rule) -> str:
    """The unit or person an answer goes to."""
    kinds = {"decide_extension": "extension", "decide_fast_lane": "fast_lane", "give_opinion": "opinion",
             "take_over": "hand_over", "decline": "hand_over", "grant_identity": "identity"}  # fmt: skip
    ask = case.asked(kinds.get(rule.act, ""))
    return f"{ask.asked_unit} · {ask.asked_by}" if ask else ""


def choices(act: str, case: Case, chosen: str) -> dict[str, Any] | None:
    """Lists that come from the organisation; None where the unit must be chosen before its posts can be shown."""
    kinds = {field.kind for field in FIELDS[act]}
    if "post" in kinds:
        unit = Unit.objects.filter(name=chosen).first() if chosen else None
        if unit is None:
            return None
        posts = Post.objects.filter(ledger=case.ledger, unit=unit.code, active=True).order_by("code")
        told = [(p.code, f"{p.title} {p.code}") for p in posts if p.code != case.post]
        return {"unit": [(unit.name, unit.said())], "post": told}
    if "unit" in kinds:
        return {"unit": [(u, s) for u, s in units(case) if u != case.unit]}
    return {}


def units(case: Case) -> list[tuple[str, str]]:
    """The bodies of the city, one's own first."""
    found = [
        (u.name, u.said())
        for u in Unit.objects.without_tree_fields().exclude(kind__in=("city", "district"))[:UNITS]
    ]
    return sorted(found, key=lambda told: told[0] != case.unit)

"""One case told entry by entry, in the very words that `approvals.acts` write: kinds, payloads, order, occasions.

A test does the same acts through `approvals.actions` and compares. Here is only how an act is written down; what
happens, and when, is for `plots`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from luoshi.approvals import numbers
from luoshi.approvals.acts import ending, filing, lanes, time
from luoshi.approvals.acts.limits import AFTER, BEFORE, ORDINARY
from luoshi.catalogue.definition import Definition, Step
from luoshi.demo.staff import Officer, Post
from luoshi.law.registry import clock as registered
from luoshi.ledger.entry import Draft


@dataclass(slots=True)
class Who:
    """Somebody acting for a post."""

    officer: Officer
    post: Post


@dataclass(slots=True)
class Telling:
    """A case as told so far. `at` is the moment of what is told next; `drafts` are in the order of happening.

    With a `sign` it bears that before its number, and the number is not one that an office gives out.
    """

    random: Random
    ledger: str
    number: dict[str, Any]
    version: int
    it: Definition
    applicant: str
    at: datetime
    sign: str = ""
    drafts: list[Draft] = field(default_factory=list)
    unit: str = ""
    step: str = ""
    notices: int = 0
    pauses: int = 0
    filed: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)

    @property
    def matter(self) -> str:
        office, year, n = self.number["office"], self.number["year"], self.number["n"]
        return f"{office}-{year}-{self.sign}{n:05}" if self.sign else numbers.name(**self.number)

    @property
    def day(self) -> date:
        return self.at.date()

    def put(self, kind: str, by: Who, *, unit: str = "", to_unit: str = "", **told: Any) -> None:
        payload = {name: value for name, value in told.items() if value not in (None, "", (), [], {})}
        n = len(self.drafts)
        occasion = (
            numbers.receipt(self.matter) if kind == "approvals.received" else f"{self.matter}:{kind}:{n}"
        )
        self.drafts.append(
            Draft(
                matter=self.matter, kind=kind, happened_at=self.at, occasion=occasion, unit=unit or self.unit,
                post=by.post.code, officer=by.officer.code, to_unit=to_unit, actor=by.officer.code, law=self.ledger,
                payload=payload,
            )
        )  # fmt: skip

    def on(self, minutes: int) -> None:
        """Some minutes later on the same day."""
        self.at += timedelta(minutes=minutes, seconds=self.random.randint(0, 59))

    # filing

    def receive(self, by: Who, *, filed: list[str], channel: str) -> None:
        self.unit = self.it.unit_name
        self.filed.update(filed)
        payload = {
            "item": self.it.name, "code": self.it.code, "version": self.version, "applicant": self.applicant,
            "channel": channel, "filed": filed,
        } | ({} if self.sign else {"number": self.number})  # fmt: skip
        self.put("approvals.received", by)
        self.drafts[-1].payload.update(payload)
        it = self.it
        if it.statutory and (it.clock != ORDINARY or it.own_statute):
            self.limit(
                by, clock=it.clock, grade="statutory", amount=it.statutory.amount, per=it.statutory.unit
            )
        if it.promise:
            self.limit(by, clock="promise", grade="promise", amount=it.promise.amount, per=it.promise.unit)
        self.first_step(by)

    def correct_on_spot(self, by: Who, what: str) -> None:
        self.put("approvals.corrected_on_spot", by, what=what)

    def notify(self, by: Who, materials: list[str], *, cause: str = "", reason: str = "") -> None:
        self.notices += 1
        self.put(
            "approvals.correction_notified",
            by,
            materials=materials,
            cause=cause,
            reason=reason,
            document=filing.NOTICE,
        )
        self.filed.difference_update(materials)
        if self.step:
            self.met(by, "step", self.step)

    def supplement(self, by: Who, filed: list[str]) -> None:
        self.put("approvals.supplemented", by, filed=filed)
        self.filed.update(filed)
        self.first_step(by, turn=self.notices + 1)

    def accept(self, by: Who) -> None:
        self.put("approvals.accepted", by, document=filing.ACCEPTANCE)
        self.step_on(by)

    def refuse_acceptance(self, by: Who, *, ground: str, reason: str, pointed_to: str = "") -> None:
        self.put(
            "approvals.acceptance_refused", by, ground=ground, reason=reason, pointed_to=pointed_to,
            document=filing.REFUSAL,
        )  # fmt: skip

    # limits

    def limit(self, by: Who, *, unit: str = "", **told: Any) -> None:
        self.put("clocks.set", by, unit=unit, **told)
        if told["clock"] == "step":
            self.step = told["instance"]

    def met(self, by: Who, clock: str, instance: str = "") -> None:
        self.put("clocks.met", by, clock=clock, instance=instance)
        if clock == "step" and self.step == instance:
            self.step = ""

    def first_step(self, by: Who, *, turn: int = 1) -> None:
        if self.it.steps and self.it.steps[0].name in BEFORE and not self.step:
            self.start(by, self.it.steps[0], turn=turn)

    def step_on(self, by: Who) -> None:
        names = [step.name for step in self.it.steps]
        held = self.step
        if held:
            self.met(by, "step", held)
        done = names.index(held) + 1 if held in names else 0
        following = (s for s in self.it.steps[done:] if s.limit and s.name not in (*BEFORE, *AFTER))
        if (step := next(following, None)) is not None:
            self.start(by, step)

    def start(self, by: Who, step: Step, *, turn: int = 1) -> None:
        if step.limit:
            name = step.name if turn == 1 else f"{step.name} {turn}"
            self.limit(
                by, clock="step", instance=name, grade="step", amount=step.limit.amount, per=step.limit.unit
            )

    # holding

    def offer(self, by: Who, *, to_unit: str, to_post: str, reason: str) -> None:
        self.put("approvals.hand_over_offered", by, to_unit=to_unit, to_post=to_post, reason=reason)

    def decline(self, by: Who, *, unit: str, reason: str) -> None:
        self.put("approvals.hand_over_declined", by, unit=unit, reason=reason)

    def take_over(self, by: Who, *, to_unit: str) -> None:
        self.put(
            "approvals.transferred", by, to_unit=to_unit, to_officer=by.officer.code, to_post=by.post.code
        )
        self.unit = to_unit

    # handling

    def finish_step(self, by: Who, activity: str, note: str = "") -> None:
        self.put("approvals.step", by, activity=activity, note=note)
        self.done.append(activity)
        if not self.step or activity == self.step:
            self.step_on(by)

    def pause(self, by: Who, *, ground: str, document: str, expected: date) -> None:
        self.pauses += 1
        self.put(
            "approvals.paused", by, instance=str(self.pauses), ground=ground, document=document,
            expected=expected.isoformat(), notice=time.NOTICE if document else "",
        )  # fmt: skip

    def resume(self, by: Who, document: str = "") -> None:
        self.put("approvals.resumed", by, instance=str(self.pauses), document=document)

    def request_extension(self, by: Who, *, clock: str, amount: int, reason: str) -> None:
        self.put("approvals.extension_requested", by, clock=clock, amount=amount, reason=reason)

    def extend(self, by: Who, *, clock: str, amount: int, reason: str) -> None:
        self.put("approvals.extended", by, clock=clock, amount=amount, reason=reason, document=time.EXTENSION)

    def refuse_extension(self, by: Who, *, clock: str, reason: str) -> None:
        self.put("approvals.extension_refused", by, clock=clock, reason=reason)

    def explain(self, by: Who, reason: str) -> None:
        self.put("approvals.lateness_explained", by, reason=reason)

    def invite(self, by: Who, unit: str, *, question: str, amount: int) -> str:
        before = self.asked.get(unit, 0)
        self.asked[unit] = before + 1
        instance = f"{unit[:90]}{f' {before + 1}' if before else ''}"
        term: dict[str, Any] = {"instance": instance, "amount": amount, "per": "working_day"}
        self.put("approvals.opinion_invited", by, to_unit=unit, question=question, **term)
        self.limit(by, unit=unit, clock="opinion", grade="step", **term)
        return instance

    def opine(self, by: Who, unit: str, instance: str, *, opinion: str, text: str = "") -> None:
        self.put("approvals.opinion_given", by, unit=unit, instance=instance, opinion=opinion, text=text)
        self.met(by, "opinion", instance)

    # lanes

    def ask_fast(
        self,
        by: Who,
        *,
        ground: str,
        reason: str,
        amount: int,
        document: str,
        deferred: list[str],
        until: date | None,
    ) -> None:
        self.put(
            "approvals.fast_lane_requested", by, ground=ground, reason=reason, document=document, amount=amount,
            per="working_day", deferred=deferred, until=until.isoformat() if until and deferred else "",
        )  # fmt: skip

    def grant_fast(
        self, by: Who, *, ground: str, amount: int, document: str, deferred: list[str], until: date | None
    ) -> None:
        told: dict[str, Any] = {
            "ground": ground,
            "document": document,
            "amount": amount,
            "deferred": deferred,
        }
        day = until.isoformat() if until and deferred else ""
        self.put("approvals.fast_lane_granted", by, per="working_day", **told, until=day)
        self.limit(by, clock="fast_lane", grade="promise", amount=amount, per="working_day")
        for name in deferred:
            assert until is not None
            self.limit(
                by,
                clock="deferred",
                instance=name,
                grade="follow_up",
                amount=(max(until, self.day) - self.day).days,
                per="day",
            )

    def refuse_fast(self, by: Who, reason: str) -> None:
        self.put("approvals.fast_lane_refused", by, reason=reason)

    def make_up(self, by: Who, step: str) -> None:
        self.put("approvals.deferred_made_up", by, step=step)
        self.met(by, "deferred", step)

    def commit(self, by: Who, document: str) -> None:
        check = registered(lanes.CHECK, self.day).period
        assert check is not None
        self.put("approvals.commitment_made", by, document=document, paper=lanes.COMMITMENT)
        self.put("approvals.accepted", by, document=filing.ACCEPTANCE)
        if self.step:
            self.met(by, "step", self.step)
        self.put("approvals.decided", by, outcome="granted", document=document, paper=lanes.DECISION)
        self.limit(by, clock=lanes.CHECK, grade="follow_up", amount=check.amount, per=check.unit)

    def decline_commitment(self, by: Who) -> None:
        self.put("approvals.commitment_declined", by)

    def check_commitment(self, by: Who, outcome: str, reason: str = "") -> None:
        self.put("approvals.commitment_checked", by, outcome=outcome, reason=reason)
        self.met(by, lanes.CHECK)

    # ending

    def decide(self, by: Who, outcome: str, *, reason: str = "") -> None:
        document = f"{self.number['office']}决〔{self.number['year']}〕{self.number['n']}号"
        self.put(
            "approvals.decided",
            by,
            outcome=outcome,
            reason=reason,
            document=document,
            paper=ending.DECISIONS[outcome],
        )

    def deliver(self, by: Who, how: str = "window") -> None:
        self.put("approvals.delivered", by, how=how)

    def withdraw(self, by: Who, document: str = "申请人书面撤回请求") -> None:
        self.put("approvals.withdrawn", by, document=document)

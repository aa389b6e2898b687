"""What the charts of leads are drawn from: figures as recorded, words in the reader's language."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from luoshi.supervision import words
from luoshi.supervision.models import Lead

Told = Mapping[str, Any]
LINE = 60
"""Points of a funnel's limits."""


def chart(lead: Lead) -> dict[str, Any] | None:
    """The kind of chart, its data, and the same as lines of text; None where there is nothing to draw."""
    one = words.measure(lead.survey, lead.measure)
    drawn = lead.told.get("drawn") or {}
    return DRAWN[one.chart](lead, drawn) if drawn else None


def bunching(lead: Lead, drawn: Told) -> dict[str, Any]:
    """Bars by day or tenth of the limit, the curve, and what lies above it in the last stretch."""
    limit, count = drawn["limit"], len(drawn["bars"])
    rows = []
    for n, (held, fitted, last) in enumerate(
        zip(drawn["bars"], drawn["fitted"], drawn["last"], strict=True), 1
    ):
        label = str(n) if limit else f"{n * 100 // count}%"
        of = _("第 %(n)s 天") % {"n": n} if limit else _("时限的 %(share)s") % {"share": label}
        rows.append({
            "label": label, "base": min(held, fitted) if last else held, "over": max(held - fitted, 0) if last else 0,
            "fitted": fitted,
            "told": _("%(of)s：%(n)s 件，推算 %(fitted)s 件") % {"of": of, "n": held, "fitted": f"{fitted:.1f}"},
        })  # fmt: skip
    return {
        "kind": "bunching", "title": _("各天办结件数与推算曲线"), "rows": rows,
        "words": {"base": _("办结"), "over": _("超出推算"), "fitted": _("推算")},
        "axis": _("已用天数（时限 %(n)s 天）") % {"n": limit} if limit else _("已用时限的比例"),
    }  # fmt: skip


def funnel(lead: Lead, drawn: Told) -> dict[str, Any]:
    """Every subject by cases and share, the limits around the others' share, and this one."""
    center, spread, sigma = (float(drawn[name]) for name in ("center", "spread", "sigma"))
    most = max([n for n, _share in drawn["points"]] + [lead.n]) * 1.05

    def limit(n: float, sign: int) -> float:
        width = sigma * math.sqrt(center * (1 - center) / n + spread * spread)
        return round(min(max(center + sign * width, 0.0), 1.0) * 100, 3)

    at = [max(most * (k / LINE) ** 2, 5.0) for k in range(1, LINE + 1)]
    points = [
        [n, round(share * 100, 3)]
        for n, share in drawn["points"]
        if (n, share) != (lead.n, round(lead.effect, 5))
    ]
    told = [
        _("%(n)s 件，%(share)s") % {"n": n, "share": f"{share:.1f}%"}
        for n, share in sorted(points, key=lambda p: -p[1])
    ]
    return {
        "kind": "funnel", "title": _("漏斗图：各单位的件数与比例"), "center": round(center * 100, 3),
        "upper": [[round(n, 1), limit(n, 1)] for n in at], "lower": [[round(n, 1), limit(n, -1)] for n in at],
        "points": points, "own": [lead.n, round(lead.effect * 100, 3)], "most": most,
        "rows": [{"told": _("本线索：%(n)s 件，%(share)s") % {"n": lead.n, "share": f"{lead.effect:.1%}"}}]
        + [{"told": one} for one in told[:20]],
        "words": {"own": _("本线索"), "others": _("其他"), "limit": _("界限"), "center": _("其他合计")},
        "axis": _("件数"),
    }  # fmt: skip


def ratio(lead: Lead, drawn: Told) -> dict[str, Any]:
    """Cases by the share of the promise they used, with the line that nine in ten would have to pass."""
    of = drawn["of"]
    rows = [
        {"label": f"{n * 100 // of}%", "base": held, "told": _("用到承诺的 %(share)s：%(n)s 件") % {"share": f"{n * 100 // of}%", "n": held}}
        for n, held in enumerate(drawn["bars"])
    ]  # fmt: skip
    return {
        "kind": "bars", "title": _("最近两个整季度，各件用了承诺的多少"), "rows": rows, "bound": drawn["bound"] * of,
        "words": {"bound": _("承诺的 %(share)s") % {"share": f"{drawn['bound']:.0%}"}}, "axis": _("已用承诺的比例"),
    }  # fmt: skip


def days(lead: Lead, drawn: Told) -> dict[str, Any]:
    """Entries by the working days until they were made."""
    last = len(drawn["bars"]) - 1
    rows = [
        {"label": str(n) if n < last else f"{n}+", "base": held, "told": _("滞后 %(n)s 个工作日：%(k)s 条") % {"n": n, "k": held}}
        for n, held in enumerate(drawn["bars"])
    ]  # fmt: skip
    return {
        "kind": "bars", "title": _("登记滞后的工作日"), "rows": rows, "bound": drawn["bound"] + 0.5,
        "words": {"bound": _("允许 %(n)s 天") % {"n": drawn["bound"]}}, "axis": _("工作日"),
    }  # fmt: skip


def waits(lead: Lead, drawn: Told) -> dict[str, Any]:
    """Steps by their share of the time, the longest first; this one told apart."""
    steps = drawn["steps"]
    rows = [
        {"label": words.step(of), "base": round(share * 100, 2), "own": of == lead.of,
         "told": _("%(step)s：%(share)s") % {"step": words.step(of), "share": f"{share:.1%}"}}
        for of, share in steps
    ]  # fmt: skip
    return {
        "kind": "waits", "title": _("各环节等待占全部用时的比例"), "rows": rows, "bound": drawn["bound"] * 100,
        "words": {"bound": f"{drawn['bound']:.0%}"}, "axis": "",
    }  # fmt: skip


def against(lead: Lead, drawn: Told) -> dict[str, Any]:
    """One share with its interval, against a cap."""
    told = f"{lead.effect:.1%} ({lead.low:.1%}–{lead.high:.1%})"
    return {
        "kind": "against", "title": _("比例与上限"), "own": round(lead.effect * 100, 2), "low": round(lead.low * 100, 2),
        "high": round(lead.high * 100, 2), "bound": drawn["bound"] * 100,
        "rows": [{"told": told}], "words": {"bound": _("上限 %(share)s") % {"share": f"{drawn['bound']:.0%}"}}, "axis": "",
    }  # fmt: skip


DRAWN: Mapping[str, Callable[[Lead, Told], dict[str, Any]]] = {
    "bunching": bunching,
    "funnel": funnel,
    "ratio": ratio,
    "days": days,
    "waits": waits,
    "against": against,
}

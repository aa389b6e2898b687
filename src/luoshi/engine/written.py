"""Relations as plain Python functions over lists of tuples, written from the same expressions.

For the few matters that someone touched, an engine made for millions of rows spends nearly all its
time getting ready. A function written once per step and run over a handful of tuples has nothing to
get ready. The rule is still told once: this is a third reading of the expression, beside DuckDB's
and Spark's, and tests hold all three to the same rows.
"""

from collections.abc import Callable, Mapping
from typing import Any

import ibis.expr.operations as ops

from luoshi.engine import gathers, scalars
from luoshi.engine.scalars import Body, Names

Table = list[tuple[Any, ...]]
Written = Callable[[Mapping[str, Table]], Table]


REDUCTIONS: dict[Any, str] = {
    ops.Min: "smallest", ops.Max: "largest", ops.Sum: "total", ops.Any: "any_of", ops.Count: "counted", "bit_or": "bits",
}  # fmt: skip


TOOLS: dict[str, Any] = {**scalars.HELPERS, **gathers.HELPERS}


def write(name: str, expression: Any) -> Written:
    """The step as a function from all tables so far to its own rows."""
    writer = Writer()
    found = writer.table(expression.op())
    text = "\n".join([f"def {name}(T):", *writer.lines, f"    return {found}"])
    space: dict[str, Any] = dict(TOOLS)
    exec(compile(text, f"<{name}>", "exec"), space)  # noqa: S102 — written from our own expressions, no outside text
    made: Written = space[name]
    return made


class Writer:
    """One function: a list of tuples for every relation it stands on."""

    def __init__(self) -> None:
        self.names = Names()
        self.lines: list[str] = []
        self.known: dict[Any, str] = {}

    def table(self, node: Any) -> str:
        """The name under which the relation's rows stand."""
        found = self.known.get(node)
        if found is None:
            found = self.known[node] = RELATIONS[type(node)](self, node)
        return found

    def fresh(self, made: str = "[]") -> str:
        name = self.names.new("t")
        self.lines.append(f"    {name} = {made}")
        return name

    def loop(self, node: Any, over: str, *, depth: int = 1, body: Body | None = None) -> Body:
        """A loop over a relation's rows; statements go one deeper."""
        row = self.names.new("r")
        held = body or Body(self.names, depth)
        held.put(f"for {row} in {over}:")
        held.depth += 1
        held.rows[node] = row
        return held

    def close(self, body: Body) -> None:
        self.lines += body.lines


def unbound(w: Writer, node: Any) -> str:
    return w.fresh(f"T[{node.name!r}]")


def project(w: Writer, node: Any) -> str:
    parent = w.table(node.parent)
    values = list(node.values.values())
    windows = {n: None for v in values for n in v.find(ops.WindowFunction, filter=ops.Value)}
    columns = {window: window_column(w, node, window, parent) for window in windows}
    out = w.fresh()
    over = f"enumerate({parent})" if columns else parent
    body = w.loop(node.parent, over)
    if columns:
        body.put(f"n, {body.rows[node.parent]} = {body.rows[node.parent]}")
    for window, column in columns.items():
        body.known[window] = name = w.names.new("v")
        body.put(f"{name} = {column}[n]")
    body.put(f"{out}.append({body.row(values)})")
    w.close(body)
    return out


def window_column(w: Writer, node: Any, window: Any, parent: str) -> str:
    """The window's value for each row, in the order of the rows."""
    values, parts, keys = w.fresh(), w.fresh(), w.fresh()
    body = w.loop(node.parent, parent)
    number = isinstance(window.func, ops.RowNumber)
    if not number:
        body.put(f"{values}.append({argument(body, window.func)})")
    body.put(f"{parts}.append({body.row(window.group_by)})")
    body.put(f"{keys}.append({body.row([k.arg for k in window.order_by])})")
    w.close(body)
    down = tuple(not k.ascending for k in window.order_by)
    reduce = "None" if number else REDUCTIONS[type(window.func)]
    edges = f"{edge(window.start)}, {edge(window.end)}"
    return w.fresh(f"windowed({reduce}, {values}, {parts}, {keys}, {down!r}, {edges})")


def edge(boundary: Any) -> int | None:
    """Rows from the row itself, before it negative."""
    if boundary is None:
        return None
    value = int(boundary.value.value)
    return -value if boundary.preceding else value


def argument(body: Body, reduction: Any) -> str:
    """What one row gives a reduction: null where its condition does not hold."""
    arg = getattr(reduction, "arg", None) or reduction.args[0]
    value = body.atom(arg)
    return value if reduction.where is None else f"{value} if {body.atom(reduction.where)} else None"


def filtered(w: Writer, node: Any) -> str:
    parent, out = w.table(node.parent), w.fresh()
    body = w.loop(node.parent, parent)
    for predicate in node.predicates:
        body.put(f"if not {body.atom(predicate)}: continue")
    body.put(f"{out}.append({body.rows[node.parent]})")
    w.close(body)
    return out


def dropped(w: Writer, node: Any) -> str:
    parent, out = w.table(node.parent), w.fresh()
    names = node.parent.schema.names
    places = [names.index(name) for name in node.schema.names]
    body = w.loop(node.parent, parent)
    row = body.rows[node.parent]
    body.put(f"{out}.append(({''.join(f'{row}[{n}], ' for n in places)}))")
    w.close(body)
    return out


def distinct(w: Writer, node: Any) -> str:
    return w.fresh(f"list(dict.fromkeys({w.table(node.parent)}))")


def united(w: Writer, node: Any) -> str:
    if node.distinct:
        raise NotImplementedError("a union that drops what is doubled")
    left, right = w.table(node.left), w.table(node.right)
    return w.fresh(f"{left} + {right}")


def reductions(value: Any) -> list[Any]:
    """The reductions beneath a metric."""
    return list(value.find(ops.Reduction, filter=ops.Value))


def aggregated(w: Writer, node: Any) -> str:
    """Rows by group; then each metric over what its reductions come to."""
    parent, groups, out = w.table(node.parent), w.fresh("{}"), w.fresh()
    found = list(dict.fromkeys(r for m in node.metrics.values() for r in reductions(m)))
    body = w.loop(node.parent, parent)
    told = "".join(f"{argument(body, r)}, " for r in found)
    body.put(f"{groups}.setdefault({body.row(node.groups.values())}, []).append(({told}))")
    w.close(body)
    each = Body(w.names)
    each.put(f"for key, held in {groups}.items():")
    each.depth += 1
    for n, r in enumerate(found):
        reduce = REDUCTIONS.get(type(r)) or REDUCTIONS[r.__func_name__]
        each.known[r] = name = w.names.new("v")
        each.put(f"{name} = {reduce}(h[{n}] for h in held)")
    each.put(f"{out}.append(key + {each.row(node.metrics.values())})")
    w.close(each)
    return out


def chained(w: Writer, node: Any) -> str:
    """Joins as nested loops; equal keys are found through a dictionary."""
    out = w.fresh()
    first = w.table(node.first.parent)
    indexes = [index(w, link) for link in node.rest]
    body = w.loop(node.first, first)
    for link, (held, keys, others) in zip(node.rest, indexes, strict=True):
        over = f"{held}.get({body.row([k for k, _ in keys])}, ())" if keys else held
        if link.how == "left":
            body = w.loop(link.table, matched(w, body, link, over, others), body=body)
        elif link.how in ("inner", "cross"):
            body = w.loop(link.table, over, body=body)
            for predicate in others:
                body.put(f"if not {body.atom(predicate)}: continue")
        else:
            raise NotImplementedError(f"a {link.how} join")
    body.put(f"{out}.append({body.row(node.values.values())})")
    w.close(body)
    return out


def index(w: Writer, link: Any) -> tuple[str, list[tuple[Any, Any]], list[Any]]:
    """The right side by its keys (or as it is), the pairs of keys (left, right), and what else must hold."""
    keys: list[tuple[Any, Any]] = []
    others: list[Any] = []
    for predicate in link.predicates:
        pair = sides(predicate, link.table)
        if pair:
            keys.append(pair)
        else:
            others.append(predicate)
    table = w.table(link.table.parent)
    if not keys:
        return table, keys, others
    held = w.fresh("{}")
    body = w.loop(link.table, table)
    key = w.names.new("k")
    body.put(f"{key} = {body.row([right for _, right in keys])}")
    body.put(f"if None not in {key}: {held}.setdefault({key}, []).append({body.rows[link.table]})")
    w.close(body)
    return held, keys, others


def sides(predicate: Any, right: Any) -> tuple[Any, Any] | None:
    """An equality of something on the left with something on the right, in that order."""
    if not isinstance(predicate, ops.Equals):
        return None
    here = [
        {f.rel for f in side.find(ops.Field, filter=ops.Value)} for side in (predicate.left, predicate.right)
    ]
    if here[1] == {right} and right not in here[0]:
        return predicate.left, predicate.right
    if here[0] == {right} and right not in here[1]:
        return predicate.right, predicate.left
    return None


def matched(w: Writer, body: Body, link: Any, over: str, others: list[Any]) -> str:
    """For a left join: the rows that match, or one of nothing."""
    nothing = f"[{(None,) * len(link.table.schema.names)!r}]"
    if not others:
        return f"{over} or {nothing}"
    found = w.names.new("m")
    body.put(f"{found} = []")
    inner = w.loop(link.table, over, body=body.inner(body.depth))
    for predicate in others:
        inner.put(f"if not {inner.atom(predicate)}: continue")
    inner.put(f"{found}.append({inner.rows[link.table]})")
    body.lines += inner.lines
    return f"{found} or {nothing}"


RELATIONS: dict[type, Callable[[Writer, Any], str]] = {
    ops.UnboundTable: unbound,
    ops.Project: project,
    ops.Filter: filtered,
    ops.DropColumns: dropped,
    ops.Union: united,
    ops.Distinct: distinct,
    ops.Aggregate: aggregated,
    ops.JoinChain: chained,
}

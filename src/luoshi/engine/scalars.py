"""Values of a relation as plain Python: one assignment a node, shared where it occurs twice.

The semantics are those of SQL as DuckDB and Spark agree on them: null in, null out; three-valued
logic; `least` and `greatest` skip what is absent. Both branches of a condition may be computed, so
every operation is total.
"""

from collections.abc import Callable, Sequence
from typing import Any

import ibis.expr.operations as ops

from luoshi.engine.counting import LOOK_UP
from luoshi.mechanisms.base import DIVIDE

Atom = str
"""A name or a literal in the Python being written."""

INFIX: dict[type, str] = {
    ops.Add: "+", ops.Subtract: "-", ops.Multiply: "*", ops.Equals: "==", ops.NotEquals: "!=", ops.Less: "<",
    ops.LessEqual: "<=", ops.Greater: ">", ops.GreaterEqual: ">=", ops.BitwiseAnd: "&",
}  # fmt: skip


def quotient(number: int, by: int) -> int | None:
    """Whole division toward zero; null by nothing."""
    if not by:
        return None
    found = abs(number) // abs(by)
    return found if (number < 0) == (by < 0) else -found


def remainder(number: int, by: int) -> int | None:
    """What whole division leaves, with the sign of the number."""
    if not by:
        return None
    return abs(number) % abs(by) * (-1 if number < 0 else 1)


def look_up(array: Sequence[int], place: int) -> int | None:
    """The element at a place counted from 1, from the end where negative; null outside."""
    if 0 < place <= len(array):
        return array[place - 1]
    return array[place] if -len(array) <= place < 0 else None


def least(*values: Any) -> Any:
    return min((v for v in values if v is not None), default=None)


def greatest(*values: Any) -> Any:
    return max((v for v in values if v is not None), default=None)


def both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:
    if one is True or other is True:
        return True
    return None if one is None or other is None else False


HELPERS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (quotient, remainder, look_up, least, greatest, both, either)
}


class Body:
    """Statements of one loop. `rows` says by which name a relation's row goes here."""

    def __init__(self, names: "Names", depth: int = 1) -> None:
        self.names = names
        self.lines: list[str] = []
        self.depth = depth
        self.known: dict[Any, Atom] = {}
        self.certain: set[Atom] = set()
        self.rows: dict[Any, str] = {}

    def inner(self, depth: int) -> "Body":
        """A scope inside this one: it knows what this one knows, and keeps what it learns."""
        made = Body(self.names, depth)
        made.known, made.certain, made.rows = dict(self.known), set(self.certain), dict(self.rows)
        return made

    def put(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def row(self, values: Sequence[Any]) -> str:
        """A tuple of these values."""
        return "(" + "".join(f"{self.atom(v)}, " for v in values) + ")"

    def atom(self, node: Any) -> Atom:
        """The node's value, computed at most once in this scope."""
        if isinstance(node, ops.Literal):
            return self.literal(node)
        found = self.known.get(node)
        if found is None:
            text, certain = self.expression(node)
            found = self.names.new("v")
            self.put(f"{found} = {text}")
            self.known[node] = found
            if certain:
                self.certain.add(found)
        return found

    def literal(self, node: Any) -> Atom:
        text = repr(node.value)
        if node.value is not None:
            self.certain.add(text)
        return text

    def strict(self, text: str, *atoms: Atom) -> tuple[str, bool]:
        """The text, or null where any of these is absent."""
        doubtful = [a for a in dict.fromkeys(atoms) if a not in self.certain]
        if not doubtful:
            return text, True
        return f"None if {' or '.join(f'{a} is None' for a in doubtful)} else {text}", False

    def expression(self, node: Any) -> tuple[str, bool]:
        """The node in Python, and whether it is certainly not null."""
        if isinstance(node, ops.Field):
            return f"{self.rows[node.rel]}[{node.rel.schema.names.index(node.name)}]", False
        if (sign := INFIX.get(type(node))) is not None:
            one, other = self.atom(node.left), self.atom(node.right)
            return self.strict(f"{one} {sign} {other}", one, other)
        writer = WRITERS.get(type(node)) or WRITERS.get(getattr(node, "__func_name__", None))
        if writer is None:
            raise NotImplementedError(f"no Python for {type(node).__name__}")
        return writer(self, node)


class Names:
    """Fresh names of one function."""

    def __init__(self) -> None:
        self.count = 0

    def new(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"


def called(function: str, *fields: str) -> Callable[[Body, Any], tuple[str, bool]]:
    """A helper over the node's arguments, null where any is."""

    def write(body: Body, node: Any) -> tuple[str, bool]:
        atoms = [body.atom(getattr(node, field)) for field in fields]
        text, _ = body.strict(f"{function}({', '.join(atoms)})", *atoms)
        return text, False

    return write


def logic(function: str, word: str) -> Callable[[Body, Any], tuple[str, bool]]:
    def write(body: Body, node: Any) -> tuple[str, bool]:
        one, other = body.atom(node.left), body.atom(node.right)
        if {one, other} <= body.certain:
            return f"{one} {word} {other}", True
        return f"{function}({one}, {other})", False

    return write


def extreme(function: str, plain: str) -> Callable[[Body, Any], tuple[str, bool]]:
    def write(body: Body, node: Any) -> tuple[str, bool]:
        atoms = [body.atom(a) for a in node.arg]
        told = ", ".join(atoms)
        if set(atoms) <= body.certain:
            return f"{plain}({told})", True
        return f"{function}({told})", bool(set(atoms) & body.certain)

    return write


def coalesce(body: Body, node: Any) -> tuple[str, bool]:
    atoms = [body.atom(a) for a in node.arg]
    text = atoms[-1]
    for a in reversed(atoms[:-1]):
        text = f"{a} if {a} is not None else {text}"
    return text, bool(set(atoms) & body.certain)


def conditional(body: Body, node: Any) -> tuple[str, bool]:
    atoms = [body.atom(a) for a in (node.bool_expr, node.true_expr, node.false_null_expr)]
    return f"{atoms[1]} if {atoms[0]} else {atoms[2]}", {atoms[1], atoms[2]} <= body.certain


def cases(body: Body, node: Any) -> tuple[str, bool]:
    results = [body.atom(r) for r in (*node.results, node.default)]
    text = results[-1]
    for case, result in zip(reversed(node.cases), reversed(results[:-1]), strict=True):
        text = f"{result} if {body.atom(case)} else {text}"
    return text, set(results) <= body.certain


def among(body: Body, node: Any) -> tuple[str, bool]:
    value, options = body.atom(node.value), "".join(f"{o.value!r}, " for o in node.options)
    return body.strict(f"{value} in ({options})", value)


def between(body: Body, node: Any) -> tuple[str, bool]:
    value, low, high = (body.atom(a) for a in (node.arg, node.lower_bound, node.upper_bound))
    return body.strict(f"{low} <= {value} <= {high}", value, low, high)


def cast(body: Body, node: Any) -> tuple[str, bool]:
    value, to, since = body.atom(node.arg), node.to, node.arg.dtype
    if to.is_integer():
        text = value if since.is_integer() else f"int({value})"
    elif to.is_floating():
        text = f"float({value})"
    elif to.is_string():
        text = value if since.is_string() else f"str({value})"
    elif to == since or (to.is_boolean() and since.is_boolean()) or since.is_null():
        text = value
    else:
        raise NotImplementedError(f"no cast from {since} to {to}")
    return (text, value in body.certain) if text == value else body.strict(text, value)


def joined(body: Body, node: Any) -> tuple[str, bool]:
    atoms = [body.atom(a) for a in node.arg]
    return body.strict(f"{body.atom(node.sep)}.join(({', '.join(atoms)},))", *atoms)


def unary(form: str) -> Callable[[Body, Any], tuple[str, bool]]:
    def write(body: Body, node: Any) -> tuple[str, bool]:
        value = body.atom(node.arg)
        return body.strict(form.format(value), value)

    return write


def null_if(body: Body, node: Any) -> tuple[str, bool]:
    one, other = body.atom(node.arg), body.atom(node.null_if_expr)
    return f"None if {one} == {other} else {one}", False


def is_null(body: Body, node: Any) -> tuple[str, bool]:
    return f"{body.atom(node.arg)} is None", True


def not_null(body: Body, node: Any) -> tuple[str, bool]:
    return f"{body.atom(node.arg)} is not None", True


def starts_with(body: Body, node: Any) -> tuple[str, bool]:
    one, other = body.atom(node.arg), body.atom(node.start)
    return body.strict(f"{one}.startswith({other})", one, other)


def padded(body: Body, node: Any) -> tuple[str, bool]:
    value, length, pad = (body.atom(a) for a in (node.arg, node.length, node.pad))
    return body.strict(f"{value}[:{length}].rjust({length}, {pad})", value)


WRITERS: dict[Any, Callable[[Body, Any], tuple[str, bool]]] = {
    ops.And: logic("both", "and"),
    ops.Or: logic("either", "or"),
    ops.Not: unary("not {0}"),
    ops.Least: extreme("least", "min"),
    ops.Greatest: extreme("greatest", "max"),
    ops.Coalesce: coalesce,
    ops.IfElse: conditional,
    ops.SearchedCase: cases,
    ops.InValues: among,
    ops.Between: between,
    ops.Cast: cast,
    ops.NullIf: null_if,
    ops.IsNull: is_null,
    ops.NotNull: not_null,
    ops.Modulus: called("remainder", "left", "right"),
    ops.StartsWith: starts_with,
    ops.LPad: padded,
    ops.StringJoin: joined,
    DIVIDE: called("quotient", "number", "by"),
    LOOK_UP: called("look_up", "array", "place"),
}

"""Every small change of a source file that a test ought to notice.

cosmic-ray's operators make the common ones (comparisons, ``and`` and ``or``, ``not``, truth values, numbers, loops);
the ones below take out what guards are made of here: a branch that refuses, an operand, a state of a set, a condition
of a query, a call that raises.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators import (
    binary_operator_replacement,
    boolean_replacer,
    break_continue,
    comparison_operator_replacement,
    number_replacer,
    unary_operator_replacement,
    zero_iteration_for_loop,
)
from cosmic_ray.operators.operator import Operator

COMPARISONS = ("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is")
SUMS = ("Add_Sub", "Sub_Add", "BitOr_BitAnd", "BitAnd_BitOr")
GUARDING = (
    *(getattr(comparison_operator_replacement, f"ReplaceComparisonOperator_{name}") for name in COMPARISONS),
    boolean_replacer.ReplaceAndWithOr,
    boolean_replacer.ReplaceOrWithAnd,
    unary_operator_replacement.ReplaceUnaryOperator_Delete_Not,
)
REST = (
    *(getattr(binary_operator_replacement, f"ReplaceBinaryOperator_{name}") for name in SUMS),
    boolean_replacer.ReplaceTrueWithFalse,
    boolean_replacer.ReplaceFalseWithTrue,
    break_continue.ReplaceBreakWithContinue,
    break_continue.ReplaceContinueWithBreak,
    number_replacer.NumberReplacer,
    unary_operator_replacement.ReplaceUnaryOperator_Delete_Invert,
    zero_iteration_for_loop.ZeroIterationForLoop,
)
BOUNDARIES = {"lt": "lte", "lte": "lt", "gt": "gte", "gte": "gt"}
QUERIES = {"filter", "exclude", "Q", "get", "exists"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """``source`` is the whole file with one change on ``line``."""

    path: Path
    line: int
    change: str
    source: str


Change = tuple[ast.expr | ast.stmt, str]
"""A node, and what stands in its place."""


def mutants_of(path: Path, *, guards_only: bool) -> list[Mutant]:
    """In the order of lines, each change once."""
    source = path.read_text(encoding="utf-8")
    found = [*_common(path, source, GUARDING if guards_only else (*GUARDING, *REST)), *_own(path, source)]
    once = {mutant.source: mutant for mutant in found if _compiles(mutant)}
    once.pop(source, None)
    return sorted(once.values(), key=lambda mutant: (mutant.line, mutant.change))


def _compiles(mutant: Mutant) -> bool:
    try:
        compile(mutant.source, str(mutant.path), "exec")
    except SyntaxError:
        return False
    return True


def _common(path: Path, source: str, operators: tuple[type[Operator], ...]) -> Iterator[Mutant]:
    tree, parsed = get_ast(source), ast.parse(source)
    types, decorators = list(_types(parsed)), list(_decorators(parsed))
    for operator in (make() for make in operators):
        positions = [begin for node in ast_nodes(tree) for begin, _end in operator.mutation_positions(node)]
        for number, (line, column) in enumerate(positions):
            is_binary = operator.__class__.__name__.startswith("ReplaceBinary")
            if any(_is_in(line, column, one) for one in (*decorators, *(types if is_binary else ()))):
                continue
            changed = mutate_code(source, operator, number)
            if changed is not None:
                yield Mutant(path, line, _said(source, changed), changed)


def _types(tree: ast.Module) -> Iterator[ast.expr]:
    """``int | None`` says something to the type checker alone."""
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if isinstance(found := getattr(node, name, None), ast.expr):
                yield found


def _decorators(tree: ast.Module) -> Iterator[ast.expr]:
    """They say how a thing is held, and in which order it is shown."""
    for node in ast.walk(tree):
        yield from getattr(node, "decorator_list", ())


def _is_in(line: int, column: int, node: ast.expr) -> bool:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (node.lineno, node.col_offset) <= (line, column) < (node.end_lineno, node.end_col_offset)


def _own(path: Path, source: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    left_alone = {id(one) for found in (*_types(tree), *_decorators(tree)) for one in ast.walk(found)}
    for node in ast.walk(tree):
        if id(node) in left_alone:
            continue
        for make in (_without_guard, _without_operand, _without_member, _other_query, _other_membership, _without_call):
            for place, text in make(node, source):
                changed = _replaced(source, place, text)
                yield Mutant(path, place.lineno, _said(source, changed), changed)


def _without_guard(node: ast.AST, source: str) -> Iterator[Change]:
    """``if …: raise``, ``return`` or ``continue``, never taken."""
    if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise | ast.Return | ast.Continue):
        yield node.test, "False"


def _without_operand(node: ast.AST, source: str) -> Iterator[Change]:
    operands = {ast.BoolOp: lambda: node.values, ast.BinOp: lambda: _sides(node)}.get(type(node), list)()  # type: ignore[attr-defined]
    for left_out in operands:
        kept = [f"({_text(source, one)})" for one in operands if one is not left_out]
        joint = " and " if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else " or "
        yield node, joint.join(kept)  # type: ignore[misc]


def _sides(node: ast.BinOp) -> list[ast.expr]:
    """Of conditions that are joined by signs, as those of queries and permissions are."""
    return [node.left, node.right] if isinstance(node.op, ast.BitAnd | ast.BitOr) else []


def _without_member(node: ast.AST, source: str) -> Iterator[Change]:
    """A set of states, or of other named things, that lacks one."""
    if not isinstance(node, ast.Set | ast.Tuple | ast.List) or not isinstance(
        getattr(node, "ctx", ast.Load()), ast.Load
    ):
        return
    if len(node.elts) < 2 or not all(isinstance(one, ast.Attribute) for one in node.elts):
        return
    opening, closing = {ast.Set: "{}", ast.Tuple: "()", ast.List: "[]"}[type(node)]
    for left_out in node.elts:
        kept = "".join(f"{_text(source, one)}, " for one in node.elts if one is not left_out)
        yield node, f"{opening}{kept}{closing}"


def _other_query(node: ast.AST, source: str) -> Iterator[Change]:
    """Without one of its conditions, or with another boundary."""
    if not isinstance(node, ast.Call) or _name(node.func) not in QUERIES:
        return
    function = _text(source, node.func)
    plain = [_text(source, one) for one in node.args]
    named = [
        f"**{_text(source, one.value)}" if one.arg is None else f"{one.arg}={_text(source, one.value)}"
        for one in node.keywords
    ]
    for number in range(len(named) if _name(node.func) != "get" else 0):
        yield node, f"{function}({', '.join([*plain, *named[:number], *named[number + 1 :]])})"
    for number, one in enumerate(node.keywords):
        field, _sign, lookup = (one.arg or "").rpartition("__")
        if lookup in BOUNDARIES:
            other = f"{field}__{BOUNDARIES[lookup]}={_text(source, one.value)}"
            yield node, f"{function}({', '.join([*plain, *named[:number], other, *named[number + 1 :]])})"


def _other_membership(node: ast.AST, source: str) -> Iterator[Change]:
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        sign = "not in" if isinstance(node.ops[0], ast.In) else "in"
        yield node, f"({_text(source, node.left)} {sign} {_text(source, node.comparators[0])})"


def _without_call(node: ast.AST, source: str) -> Iterator[Change]:
    """A check by a function of its own, or by the model's."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        name = _name(node.value.func)
        if name == "full_clean" or name.startswith(
            ("_require", "_check", "_refuse", "_hold", "_lock", "hold_", "lock_")
        ):
            yield node, "pass"


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text(source: str, node: ast.AST) -> str:
    return ast.get_source_segment(source, node) or ""


def _replaced(source: str, node: ast.expr | ast.stmt, text: str) -> str:
    lines = source.splitlines(keepends=True)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    begin, end = lines[node.lineno - 1].encode(), lines[node.end_lineno - 1].encode()
    # As many lines as before: positions in what follows stay, and with them the names of its functions.
    gap = "\n" * (node.end_lineno - node.lineno) if node.end_lineno > node.lineno else ""
    kept = f"({text}{gap})" if gap and text != "pass" else f"{text}{gap}"
    changed = begin[: node.col_offset].decode() + kept + end[node.end_col_offset :].decode()
    return "".join([*lines[: node.lineno - 1], changed, *lines[node.end_lineno :]])


def _said(before: str, after: str) -> str:
    """The first line that differs, as it is after the change."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((f"{new.strip() or old.strip() + '  (gone)'}" for old, new in pairs if old != new), "(shorter)")

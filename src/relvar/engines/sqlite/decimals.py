"""Exact decimals as whole numbers: every expression in which they meet is brought to one unit.

The scale of an expression is the number of decimal places its whole number stands for: a column of money with two places
has 2, a product has the sum of its factors' scales, a constant takes the scale it is asked for.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from relvar.engines.sql import ATOM, COMPARISON, OPERATOR, PRODUCT, SUM, Piece, Scope, Writer
from relvar.engines.sqlite.types import units
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.semantic import DataType

SAME_UNIT = ("sum", "min", "max", "coalesce")  # functions whose result counts in their argument's unit; avg does so approximately


class DecimalWriter(Writer):
    """Expressions over decimals, in units."""

    def scale(self, expression: Expression, scope: Scope) -> int | None:
        """Decimal places of an expression; None for what is no number, or is a constant that takes any."""
        if isinstance(expression, e.ColumnRef | e.Member | e.Parameter | e.Context):
            return _places(self.type_of(expression, scope))
        if isinstance(expression, e.Arithmetic):
            return self._arithmetic_scale(expression, scope)
        if isinstance(expression, e.Call) and expression.function in (*SAME_UNIT, "avg"):
            known = [s for s in (self.scale(a, scope) for a in expression.arguments) if s is not None]
            return max(known, default=None)
        if isinstance(expression, e.Call) and expression.function in ("count", "length"):
            return 0
        return None

    def _arithmetic_scale(self, arithmetic: e.Arithmetic, scope: Scope) -> int | None:
        left, right = (self.scale(side, scope) for side in (arithmetic.left, arithmetic.right))
        if left is None and right is None:
            return None
        if arithmetic.op in "+-":
            return max(left or 0, right or 0, *(_constant_places(side) for side in (arithmetic.left, arithmetic.right)))
        sides = [_constant_places(side) if s is None else s for side, s in ((arithmetic.left, left), (arithmetic.right, right))]
        return sum(sides) if arithmetic.op == "*" else sides[0]

    def units(self, expression: Expression, scope: Scope, target: int) -> Piece:
        """The expression as a whole number of 10^-target."""
        if isinstance(expression, e.Constant):
            return self._constant_units(expression, scope, target)
        if isinstance(expression, e.Arithmetic) and expression.op in "+-":
            left, right = self.units(expression.left, scope, target), self.units(expression.right, scope, target)
            return Piece(f"{left.text} {expression.op} {_closed(right, SUM + 1)}", SUM)
        if isinstance(expression, e.Call) and expression.function in SAME_UNIT:
            arguments = ", ".join(self.units(a, scope, target).text for a in expression.arguments)
            return Piece(f"{expression.function}({arguments})")
        own = self.scale(expression, scope)
        piece = self._product(expression, scope) if isinstance(expression, e.Arithmetic) else self.piece(expression, scope)
        return piece if own is None else _rescaled(piece, own, target)

    def _constant_units(self, constant: e.Constant, scope: Scope, target: int) -> Piece:
        if constant.value is None or isinstance(constant.value, bool):
            return super()._constant(constant, scope)
        return Piece(str(units(constant.value, target)))

    def _product(self, arithmetic: e.Arithmetic, scope: Scope) -> Piece:
        """A product or quotient in its own scale: factors as they are stored, constants in their own places."""
        sides = []
        for side, least in ((arithmetic.left, PRODUCT), (arithmetic.right, PRODUCT + 1)):
            own = self.scale(side, scope)
            sides.append(_closed(self.units(side, scope, _constant_places(side) if own is None else own), least))
        divides = self.scale(arithmetic.right, scope) or _constant_places(arithmetic.right)
        if arithmetic.op == "/" and divides:
            sides[0] = f"{sides[0]} * {10**divides}"
        return Piece(f"{sides[0]} {arithmetic.op} {sides[1]}", PRODUCT)

    def _compare(self, compare: e.Compare, scope: Scope) -> Piece:
        target = self._common(scope, compare.left, compare.right)
        if not target:
            return super()._compare(compare, scope)
        left, right = (_closed(self.units(side, scope, target), OPERATOR) for side in (compare.left, compare.right))
        return Piece(f"{left} {compare.op} {right}", COMPARISON)

    def _inlist(self, inlist: e.InList, scope: Scope) -> Piece:
        target = self._common(scope, inlist.operand, *inlist.items)
        if not target:
            return super()._inlist(inlist, scope)
        items = ", ".join(self.units(item, scope, target).text for item in inlist.items)
        return Piece(f"{_closed(self.units(inlist.operand, scope, target), OPERATOR)} in ({items})", COMPARISON)

    def _arithmetic(self, arithmetic: e.Arithmetic, scope: Scope) -> Piece:
        own = self.scale(arithmetic, scope)
        if not own or any(_is_approximate(self.type_of(side, scope)) for side in (arithmetic.left, arithmetic.right)):
            return super()._arithmetic(arithmetic, scope)
        return self.units(arithmetic, scope, own)

    def _common(self, scope: Scope, *sides: Expression) -> int:
        """The scale in which the sides meet; 0 where no decimal is among them."""
        known = [s for s in (self.scale(side, scope) for side in sides) if s is not None]
        if not any(known):
            return 0
        return max(*known, *(_constant_places(side) for side in sides))

    def assigned(self, table_id: str, column: str, value: Expression, scope: Scope) -> str:
        """A value in the unit of the column it goes to."""
        data = self.source(table_id).types.get(column)
        if data is not None and data.base == "decimal":
            return self.units(value, scope, data.scale).text
        return self.expression(value, scope)


def _places(data: DataType | None) -> int | None:
    if data is None or data.base not in ("decimal", "integer"):
        return None
    return data.scale if data.base == "decimal" else 0


def _constant_places(expression: Expression) -> int:
    """Decimal places that a constant is written with."""
    if not isinstance(expression, e.Constant) or isinstance(expression.value, bool) or expression.value is None:
        return 0
    try:
        exponent = Decimal(str(expression.value)).as_tuple().exponent
    except InvalidOperation:
        return 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rescaled(piece: Piece, own: int, target: int) -> Piece:
    if own == target:
        return piece
    if own < target:
        return Piece(f"{_closed(piece, PRODUCT)} * {10 ** (target - own)}", PRODUCT)
    return Piece(f"cast(round({_closed(piece, PRODUCT)} / {10 ** (own - target)}.0) as integer)", ATOM)


def _closed(piece: Piece, least: int) -> str:
    return f"({piece.text})" if piece.binds < least else piece.text


def _is_approximate(data: DataType | None) -> bool:
    return data is not None and data.base == "float"

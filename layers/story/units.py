"""Quantities in one unit, so that they can be compared.

Conversion is Pint's. A unit that Pint does not know ("lanes", "people/day") is a measure of its
own: it compares with itself and with nothing else.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from pint import UndefinedUnitError, UnitRegistry

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# What Pint is asked to read: names, a slash, powers up to three. No arithmetic of a hostile file.
_PLAIN = re.compile(r"[^\W\d_]{1,20}[²³]?(?:/[^\W\d_]{1,20}[²³]?)?|[%°][A-Z]?")


@cache
def _registry() -> UnitRegistry[float]:
    return UnitRegistry()


@cache
def measure(unit: str) -> tuple[str, float]:
    """What a unit measures, by name, and how many of that measure's base units it is.

    Two quantities can be compared when their measures are equal. A word for a large number before
    a unit ("trillion USD") counts it.
    """
    first, _, rest = unit.partition(" ")
    if rest and first.lower() in SCALES:
        name, factor = measure(rest)
        return name, factor * SCALES[first.lower()]
    if _PLAIN.fullmatch(unit):
        try:
            base = _registry().Quantity(1, unit).to_base_units()
        except (UndefinedUnitError, ValueError, ArithmeticError, AttributeError, TypeError):
            return unit, 1.0
        return str(base.units), float(base.magnitude)
    return unit, 1.0


def stated_within(value: int | float) -> float:
    """Half of the last digit that is stated: 0.5 for 400, 0.05 for 4.7."""
    exponent = Decimal(str(value)).as_tuple().exponent
    return 0.5 * 10.0 ** min(int(exponent), 0)

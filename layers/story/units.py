"""Units of quantities, by pint: measures and factors to base units, for comparing.

Conversion is Pint's. A unit that Pint does not know ("lanes", "people/day") is a measure of its
own: it compares with itself and with nothing else.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import cache
from typing import Any

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# What Pint is asked to read: names, a slash, powers up to three. No arithmetic of a hostile file.
_PLAIN = re.compile(r"[^\W\d_]{1,20}[²³]?(?:/[^\W\d_]{1,20}[²³]?)?|[%°][A-Z]?")

METRE = "meter"  # Pint's name of the measure of lengths
# Before the name of a unit that is its own measure, so that none is taken for a date or a text.
OWN = "unit "
# What Pint raises at a unit it does not know (an AttributeError), or cannot read, such as "½".
_UNREAD = (ValueError, ArithmeticError, AttributeError, TypeError, AssertionError)


@cache
def _registry() -> Any:
    from pint import UnitRegistry  # only here: with its table of units it takes a third of a second

    return UnitRegistry()


@cache
def measure(unit: str) -> tuple[str, float]:
    """The measure of a unit, by name, and the number of that measure's base units it is.

    Two quantities can be compared when their measures are equal. A word for a large number before
    a unit ("trillion USD") counts it. A unit that twice as much of is not twice as many base units,
    as of degrees Celsius or decibels, is a measure of its own: no factor converts it.
    """
    first, _, rest = unit.partition(" ")
    if rest and first.lower() in SCALES:
        name, factor = measure(rest)
        return name, factor * SCALES[first.lower()]
    if _PLAIN.fullmatch(unit):
        try:
            one, two = (_registry().Quantity(n, unit).to_base_units() for n in (1, 2))
        except _UNREAD:
            return f"{OWN}{unit}", 1.0
        if math.isclose(two.magnitude, 2 * one.magnitude):
            return str(one.units), float(one.magnitude)
    return f"{OWN}{unit}", 1.0


def stated_within(value: int | float) -> float:
    """Half of the last digit that is stated: 0.5 for 400, 0.05 for 4.7."""
    exponent = Decimal(str(value)).as_tuple().exponent
    return 0.5 * 10.0 ** min(int(exponent), 0)

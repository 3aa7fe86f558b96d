"""GDAL, with the one driver that this process has left it. Runs in the child."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

import pyogrio
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError

from ...errors import Problem, shown
from ..verdict import Limits, Refused

Column = tuple[str, list[Any]]
EXACT = 2**53  # the last whole number that a float has exactly


def drivers() -> list[str]:
    """The names of the drivers that GDAL has."""
    return sorted(pyogrio.list_drivers())


def read(source: str | bytes, name: str, rows: int, **options: Any) -> tuple[Any, Any, Any, Any]:
    """So many features: what they are about, ids, WKB, columns. Raises Refused.

    No more than there are: of a feature whose geometry it cannot read GDAL gives the rest, but
    pyogrio gives up the file when it then asks for one more.
    """
    with _reading(name):
        return pyogrio.raw.read(
            source, max_features=rows, return_fids=True, datetime_as_string=True, **options
        )


def layers(source: str, name: str) -> list[str]:
    """The names of the layers in a file. Raises Refused."""
    with _reading(name):
        return [str(title) for title, _ in pyogrio.list_layers(source)]


def about(source: str, layer: str, name: str) -> dict[str, Any]:
    """The CRS and the number of features of a layer. Raises Refused."""
    with _reading(name):
        found: dict[str, Any] = pyogrio.read_info(source, layer=layer, force_feature_count=True)
        return found


@contextlib.contextmanager
def _reading(name: str) -> Iterator[None]:
    """Make a refusal of what GDAL cannot read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnicodeDecodeError as error:
        value, expected = f"not {error.encoding}", "text in the encoding that the file names"
        raise Refused(Problem(name, "", "encoding", value, expected)) from error
    except (DataSourceError, DataLayerError, RuntimeError, ValueError) as error:
        expected = "what a GIS reads: open it there and export it again, best as GeoJSON"
        raise Refused(Problem(name, "", "content", "GDAL cannot read it", expected)) from error


def columns(
    about: Any, data: Any, rows: int, name: str, limits: Limits
) -> tuple[list[Column], list[tuple[str, str, str]]]:
    """The columns with their names, as plain values; and what was left out, and why."""
    if rows * len(data) > limits.values:
        most = f"at most {limits.values:,} in a file: leave out columns or features"
        raise Refused(Problem(name, "", "attributes", f"{rows * len(data):,} values", most))
    found: list[Column] = []
    left = []
    kinds = zip(about["fields"], about["ogr_types"], about["ogr_subtypes"], data, strict=True)
    for field, kind, subtype, values in kinds:
        if kind == "OFTBinary":
            left.append((shown(field, 40), "bytes", "left out: only text and numbers are shown"))
        else:
            whole = kind in ("OFTInteger", "OFTInteger64")  # one null makes floats of a column
            if whole and any(isinstance(v, float) and abs(v) >= EXACT for v in values.tolist()):
                expected = "the last digits may be others: store them as text"
                left.append((shown(field, 40), f"numbers of {EXACT:,} and more", expected))
            found.append((str(field), [_plain(v, whole, subtype) for v in values.tolist()]))
    return found, left


def _plain(value: Any, whole: bool, subtype: str) -> Any:
    if isinstance(value, float):
        if value != value:
            return None
        if abs(value) == float("inf"):
            return str(value)
        if whole:
            value = int(value)
    if subtype == "OFSTBoolean" and isinstance(value, int):
        return bool(value)
    if value is None or isinstance(value, str | int | float):
        return value
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(one, whole, subtype) for one in value]
    return str(value)


def records(columns: list[Column], rows: int) -> Iterator[dict[str, Any]]:
    """The rows of columns; what is null is left out, and of two names one gets a number."""
    table: dict[str, list[Any]] = {}
    for field, values in columns:
        free, number = field, 1
        while free in table:
            free = f"{field} ({(number := number + 1)})"
        table[free] = values
    for at in range(rows):
        yield {field: values[at] for field, values in table.items() if values[at] is not None}

"""Own layers that go into a format: each whole, or not at all and said to be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shapely

from ..uploads.verdict import OwnLayer
from .snapshot import SignedLayer, Snapshot


@dataclass(frozen=True, eq=False)
class Fitting:
    """The own layers of a snapshot that a format has room for, and words on the others."""

    layers: tuple[SignedLayer, ...]
    left_out: tuple[str, ...]


def fitting(snapshot: Snapshot, size: Callable[[OwnLayer], int], most: int) -> Fitting:
    """The own layers, in their order, as long as they have at most so many bytes together.

    `size` says how many a layer would have.
    """
    kept, left_out, used = [], [], 0
    for signed in snapshot.signed:
        layer = signed.layer
        if used + (needed := size(layer)) > most:
            left_out.append(
                f"{layer.name} is left out here: it would take some {needed:,} bytes, and own "
                f"layers have at most {most:,} in this format. The GeoPackage has it."
            )
            continue
        used += needed
        kept.append(signed)
    return Fitting(tuple(kept), tuple(left_out))


def text_bytes(layer: OwnLayer) -> int:
    """The bytes that a layer's attributes have, name and value by feature."""
    return sum(len(t.encode()) for f in layer.features for pair in f.properties for t in pair)


def count_of(signs: str, layer: OwnLayer) -> int:
    """The number of times that any of some signs stands in a layer's attributes."""
    texts = [t for f in layer.features for pair in f.properties for t in pair]
    return sum(text.count(sign) for text in texts for sign in signs)


def vertices(layer: OwnLayer) -> int:
    """The number of a layer's vertices."""
    return int(shapely.get_num_coordinates([f.geometry for f in layer.features]).sum())


def unique(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names, none of them as one before it or one `taken`; small or capital is the same.

    One that is gets the first number from 2 on that makes it free: "id_2".
    """
    used = {name.casefold() for name in taken}
    found = []
    for name in names:
        free, number = name, 2
        while free.casefold() in used:
            free, number = f"{name}_{number}", number + 1
        used.add(free.casefold())
        found.append(free)
    return found

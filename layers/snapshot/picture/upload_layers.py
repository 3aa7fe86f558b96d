"""A reader's own layers in a picture: over the story's, and never to be taken for a part of it.

All of a layer is at most three paths, of areas, lines and points, whatever the number of features.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path

from ...symbols.contrast import seen_on
from ...symbols.paper import PAPER, Style, own_style
from ...uploads.verdict import OwnFeature, OwnLayer
from ..snapshot import UNCHECKED, Snapshot
from .canvas import Canvas
from .map_frame import Frame
from .projection import BEYOND, to_zone
from .rectangles import Box

Geometries = npt.NDArray[np.object_]

DOTTED = 30_000.0  # units of line: of more, dots make a grey of everything and take for ever
LONGEST = 1_000_000.0  # units of line that are drawn at all: some thousand times across the map
DEGREES = 300_000.0  # of line that are projected at all: some thousand times across the world
FINE = 0.01  # units: a detail that no picture shows
COLOURS = 12  # of a file, in which parts of a layer are drawn
MARKS = 500  # points up to which each has a mark of full size
PIECE = 5_000.0  # units of line in a path: a longer one can be too much for what draws it


@dataclass(frozen=True, eq=False)
class OwnDrawn:
    """An own layer on the sheet: paths in its units, how they are drawn, and words for the legend.

    `areas` and `lines` are stroked, `areas` filled, too.
    """

    style: Style
    corners: int
    areas: tuple[Path, ...]
    lines: tuple[Path, ...]
    points: npt.NDArray[np.float64]  # (n, 2)
    name: str
    told: str
    outside: bool  # of the frame
    coloured: tuple[OwnDrawn, ...] = ()  # all of it, in parts, where its file gives colours


def own_drawn_in(snapshot: Snapshot, frame: Frame, detail: float) -> tuple[OwnDrawn, ...]:
    """A snapshot's own layers in a frame, without what is finer than `detail` units."""
    found = zip(snapshot.signs, snapshot.own, strict=True)
    return tuple(_drawn(layer, sign, frame, detail) for sign, layer in found)


def _drawn(layer: OwnLayer, sign: int, frame: Frame, detail: float) -> OwnDrawn:
    style, corners = own_style(sign)
    told = f"{layer.name}: {UNCHECKED}"
    parts = _parts(np.array([feature.geometry for feature in layer.features], dtype=object))
    if dense := float(shapely.length(parts).sum()) > DEGREES:
        parts = _extent(parts)
    parts = _in_frame(parts, frame)
    if outside := not len(parts):
        told += "; none of it is in this frame"
    length = float(shapely.length(parts).sum())
    if length > LONGEST:
        dense, parts = True, _extent(parts)
    if dense:
        told += "; too dense to be drawn, so its extent is"
    elif length > DOTTED:
        style = replace(style, dashes=(), width=0.6)
    kinds = shapely.get_type_id(parts)
    points = shapely.get_coordinates(parts[kinds == shapely.GeometryType.POINT])
    if len(points) > MARKS:
        style = replace(style, radius=1.5)
    drawn = OwnDrawn(
        style,
        corners,
        _paths(parts[kinds == shapely.GeometryType.POLYGON], detail),
        _paths(parts[kinds == shapely.GeometryType.LINESTRING], detail),
        points,
        layer.name,
        told,
        outside,
    )
    return drawn if dense else replace(drawn, coloured=_coloured(layer, sign, frame, detail))


def _coloured(layer: OwnLayer, sign: int, frame: Frame, detail: float) -> tuple[OwnDrawn, ...]:
    """A layer in parts, each in a colour of its file that is seen on paper; none without any."""
    parts: dict[str, list[OwnFeature]] = {}
    for feature in layer.features:
        colour = seen_on(feature.colour)[0] if feature.colour else ""
        parts.setdefault(colour, []).append(replace(feature, colour=""))
    if len(parts) > COLOURS or not any(parts):
        return ()
    found = []
    for colour, features in parts.items():
        part = _drawn(replace(layer, features=tuple(features)), sign, frame, detail)
        style = replace(part.style, fill=colour, stroke=colour) if colour else part.style
        found.append(replace(part, style=style))
    return tuple(found)


def _extent(parts: Geometries) -> Geometries:
    return np.array([shapely.box(*shapely.total_bounds(parts))], dtype=object)


def _in_frame(parts: Geometries, frame: Frame) -> Geometries:
    """The part of points, lines and polygons in degrees that is in the frame, in its units."""
    ground = frame.ground.grown(BEYOND * frame.metres)
    parts = _parts(to_zone(list(parts), frame.epsg))
    parts = _parts(shapely.clip_by_rect(parts, *ground.bounds))
    # One way round for all: areas that overlap are filled once, none cuts a hole into another.
    parts = shapely.orient_polygons(parts)
    found: Geometries = shapely.transform(parts, frame.to_sheet)
    return found


def _parts(geometries: Geometries) -> Geometries:
    """The points, lines and polygons of geometries, however deep in collections; none is empty."""
    while (shapely.get_type_id(geometries) > shapely.GeometryType.POLYGON).any():
        geometries = shapely.get_parts(geometries)
    found: Geometries = geometries[~shapely.is_empty(geometries)]
    return found


def _paths(shapes: Geometries, detail: float) -> tuple[Path, ...]:
    """Lines or polygons in as few paths as can be drawn, no line in two of them."""
    if not len(shapes):
        return ()
    piece = (np.cumsum(shapely.length(shapes)) // PIECE).astype(int)
    starts = np.flatnonzero(np.diff(piece, prepend=-1))
    return tuple(_path(part, detail) for part in np.split(shapes, starts[1:]))


def _path(shapes: Geometries, detail: float) -> Path:
    """Lines, or rings with their holes, as one path, without vertices nearer than `detail`.

    shapely's simplify would do more, but on a hostile line takes the square of its vertices.
    """
    areas = bool((shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).all())
    rings = shapely.get_rings(shapes) if areas else shapes
    vertices, of = shapely.get_coordinates(rings, return_index=True)
    moved = (np.diff(np.round(vertices / detail), axis=0, prepend=np.nan) != 0).any(axis=1)
    ends = (np.diff(of, prepend=-1) != 0) | (np.diff(of, append=-1) != 0)
    vertices, of = vertices[moved | ends], of[moved | ends]
    first = np.diff(of, prepend=-1) != 0
    codes = np.where(first, Path.MOVETO, Path.LINETO).astype(Path.code_type)
    if areas:
        codes[np.append(first[1:], True)] = Path.CLOSEPOLY
    return Path(vertices, codes)


def draw_own(canvas: Canvas, frame: Frame, own: OwnDrawn) -> None:
    """Draw an own layer over what is in the frame."""
    for part in own.coloured or (own,):
        _draw(canvas, part.style, part.areas, part.lines, frame.box)
        _draw_points(canvas, part, part.points, frame.box)


def draw_sign(canvas: Canvas, own: OwnDrawn, box: Box) -> None:
    """Draw what stands for an own layer in the legend: an area, a line or a point of it."""
    middle = box.middle
    if own.areas:
        area = np.array([shapely.box(*box.bounds)], dtype=object)
        _draw(canvas, own.style, _paths(area, FINE), ())
    elif own.lines:
        line = shapely.LineString([(box.left, middle[1]), (box.right, middle[1])])
        _draw(canvas, own.style, (), _paths(np.array([line], dtype=object), FINE))
    if len(own.points):
        _draw_points(canvas, own, np.array([middle]))


def _draw(
    canvas: Canvas,
    style: Style,
    areas: tuple[Path, ...],
    lines: tuple[Path, ...],
    clip: Box | None = None,
) -> None:
    fill = replace(style, stroke=None)
    stroke = replace(style, fill=None)
    under = Style(stroke=PAPER, width=style.width + 1.4, alpha=0.75)
    for path in areas:
        canvas.path(path, fill, clip)
    for path in (*areas, *lines):
        canvas.path(path, under, clip)
    for path in (*areas, *lines):
        canvas.path(path, stroke, clip)


def _draw_points(
    canvas: Canvas, own: OwnDrawn, points: npt.NDArray[np.float64], clip: Box | None = None
) -> None:
    """All points as one path of marks with corners, paper round them."""
    if not len(points):
        return
    mark = Path.unit_regular_polygon(own.corners)
    corners = np.asarray(mark.vertices) * own.style.radius
    places = np.repeat(points, len(corners), axis=0) + np.tile(corners, (len(points), 1))
    path = Path(places, np.tile(np.asarray(mark.codes), len(points)))
    canvas.path(path, Style(stroke=PAPER, width=own.style.radius / 2), clip)
    canvas.path(path, Style(own.style.fill), clip)

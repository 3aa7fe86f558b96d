"""The formats of a snapshot, by the ends of their files' names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

SILENT = ("csv", "bib", "ris", "csl.json", "atom")  # formats that have no place for provenance

Note = Callable[[str], object]  # is told what a file has not, in words


def silent(text: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Form:
    """A format: the end of its files' names, its MIME type, and what it is for."""

    suffix: str
    mime: str
    title: str


FORMS = {
    form.suffix: form
    for form in (
        Form("png", "image/png", "Picture, PNG"),
        Form("svg", "image/svg+xml", "Picture with editable text, SVG"),
        Form("pdf", "application/pdf", "Picture to print, PDF"),
        Form("html", "text/html", "Page that opens anywhere, HTML"),
        Form("geojson", "application/geo+json", "Places with claims, GeoJSON"),
        Form("gpkg", "application/geopackage+sqlite3", "Places with claims, GeoPackage"),
        Form("kml", "application/vnd.google-earth.kml+xml", "Places with claims, KML"),
        Form("csv", "text/csv", "Claims for a spreadsheet, CSV"),
        Form("jsonld", "application/ld+json", "Claims and sources, JSON-LD"),
        Form("bib", "application/x-bibtex", "Sources, BibTeX"),
        Form("ris", "application/x-research-info-systems", "Sources, RIS"),
        Form("csl.json", "application/vnd.citationstyles.csl+json", "Sources, CSL-JSON"),
        Form("atom", "application/atom+xml", "Corrections, Atom feed"),
        Form("zip", "application/zip", "All of it, ZIP"),
    )
}

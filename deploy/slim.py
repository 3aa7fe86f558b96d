"""Take out of an environment what the map never loads, in a container's build.

Streamlit and mplfonts bring it for other uses. What is left is said, and has to be small.
"""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

MOST_MB = 450
PACKAGES = Path(sysconfig.get_path("purelib"))
# Charts and tables of Streamlit's, of which the map has none; pip and setuptools have done their
# work; of mplfonts one font is used. Of pyarrow stays what it needs to be imported: Streamlit runs
# no component without.
UNUSED = (
    *("altair", "narwhals", "pydeck", "pip", "setuptools", "pkg_resources", "pyarrow/include"),
    *("pyarrow/src", "**/tests", "**/sample_data", "**/__pycache__"),
    *("pyarrow/*flight*", "pyarrow/*_s3*", "pyarrow/*.so", "mplfonts/fonts/*"),
    # `watch` asks sources and `site` packs files; a server does neither.
    *("brotli*", "_brotli*", "courlan", "regex"),
    *(
        "trafilatura",
        "lxml",
        "babel",
        "dateparser",
        "dateparser_data",
        "htmldate",
        "justext",
        "tld",
    ),
    *("PIL/_avif*", "pillow.libs/libavif*", "fontTools/misc/bezierTools.*.so"),  # it has a .py, too
    *("**/*.c", "**/*.h", "**/*.pyi", "**/*.map", "**/*.afm", "**/fonts/ttf/cm*.ttf"),
    *(
        f"streamlit/static/static/js/*{chart}*"
        for chart in ("Plotly", "DeckGl", "ECharts", "GraphViz", "elk-")
    ),
)
KEPT = ("mplfonts/fonts/NotoSansCJKsc-Regular.otf", "pyarrow/lib.*.so", "pyarrow/_compute.*.so")


def main() -> int:
    """Remove it, and say how much is left; 1 when that is too much."""
    kept = {path for pattern in KEPT for path in PACKAGES.glob(pattern)}
    for pattern in UNUSED:
        for path in sorted(PACKAGES.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            elif path not in kept and path.exists():
                path.unlink()
    left = sum(path.stat().st_size for path in PACKAGES.rglob("*") if path.is_file()) / 1e6
    print(f"{left:.0f} MB of packages; at most {MOST_MB}")
    return int(left > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())

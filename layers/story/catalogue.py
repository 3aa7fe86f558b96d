"""The catalogue, data/catalogue.json, brought in step with its GeoJSON files."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..errors import Problem, StoryError
from . import strict_json
from .fields import FILE_NAME
from .geodata import CATALOGUE, facts_of, read_features_of

Changes = dict[str, tuple[str, ...]]


def renew_catalogue(folder: Path) -> Changes:
    """Write count, types, extent and SHA-256 of each layer's file into a story's catalogue.

    Which of these changed, by file. What people write there, and any entry that names no file,
    stays as it is, and `check` tells of it. Raises StoryError, and writes nothing, where the
    catalogue is none or something is wrong in a layer's file.
    """
    path = folder / "data" / CATALOGUE
    file, problems = f"data/{CATALOGUE}", list[Problem]()
    try:
        catalogue = strict_json.loads(path.read_bytes())
        entries = catalogue["layers"]
        named = [e for e in entries if re.fullmatch(FILE_NAME, str(e.get("file", "")))]
    except OSError as error:
        raise StoryError([Problem(file, "", "", "", error.strerror or "a file to read")]) from error
    except ValueError as error:
        raise StoryError([Problem(file, "", "", str(error), "must be JSON in UTF-8")]) from error
    except (TypeError, KeyError, AttributeError) as error:
        expected = 'needs "layers", a list of an object for each layer'
        raise StoryError([Problem(file, "", "layers", "", expected)]) from error
    changes: Changes = {}
    for entry in named:
        content, features = read_features_of(folder / "data", entry["file"], problems)
        if features:
            facts = facts_of(content, features)
            changed = tuple(name for name, fact in facts.items() if entry.get(name) != fact)
            changes |= {f"data/{entry['file']}": changed} if changed else {}
            entry.update(facts)
    if problems:
        raise StoryError(problems)
    if changes:
        text = json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n"
        draft = path.with_name(f".{CATALOGUE}.new")  # no page that is reading now finds half of it
        draft.write_text(text, "utf-8", newline="\n")
        draft.replace(path)
    return changes

"""Validation of raw data by pydantic: a record, or problems that a person can mend."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..errors import Problem, shown

R = TypeVar("R", bound=BaseModel)

# What pydantic says of these (a regular expression; a tuple) helps nobody who writes TOML.
UNTOLD = ("string_pattern_mismatch", "too_short", "tuple_type")


def record_of(
    model: type[R], data: Any, file: str, record: str, problems: list[Problem]
) -> R | None:
    """A record of `model` from `data`, or None with every problem of it added to `problems`."""
    if not isinstance(data, dict):
        problems.append(Problem(file, record, "", shown(data), "a table of fields is needed here"))
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        problems += [_problem(model, e, file, record) for e in errors if not _follows(e, errors)]
        return None


def _follows(error: Any, errors: Any) -> bool:
    """True when a list is only empty because what stood in it was wrong."""
    return error["type"] == "too_short" and any(
        other["loc"][: len(error["loc"])] == error["loc"] for other in errors if other is not error
    )


def _problem(model: type[BaseModel], error: Any, file: str, record: str) -> Problem:
    location = error["loc"]
    name = str(location[0]) if location else ""
    field = model.model_fields.get(name)
    if error["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields)
        return Problem(
            file, record, name, shown(error["input"]), f"no such field; known are {known}"
        )
    described = _description(field.annotation, field.description, field.metadata) if field else ""
    if error["type"] == "missing" and len(location) == 1:
        return Problem(file, record, name, "", f"missing; needed is {described or 'a value'}")
    path = ".".join(str(part) for part in location if part != "[key]")
    why = "" if error["type"] in UNTOLD else f"{error['msg'].removeprefix('Value error, ')}; "
    expected = f"{why}needed is {described or 'another value'}"
    return Problem(file, record, path, shown(error["input"]), expected)


def _description(annotation: Any, description: str | None, metadata: list[Any]) -> str:
    """The field's own description, or that of the annotated type inside an optional one."""
    if description:
        return description
    for part in (*metadata, *getattr(annotation, "__args__", ())):
        for inner in getattr(part, "__metadata__", ()):
            if found := getattr(inner, "description", None):
                return str(found)
    return ""

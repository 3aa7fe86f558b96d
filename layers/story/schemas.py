"""JSON Schemas of the files people write, made from the records; editors read them.

Draft 7: the newest that the language servers of TOML read. A schema knows one file and no other, so
`check` finds more. Regular expressions are kept to what every reader of schemas understands.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from pydantic import AfterValidator
from pydantic.json_schema import GenerateJsonSchema

from .changes import Change
from .features import Layer
from .fields import LARGEST, QUOTE_WORDS, SLUG, Day, Edtf, OneLine, Quote
from .file_formats import FILES, FieldFormat, FileFormat, Schema, Table
from .meanings import MEANINGS
from .records import Attribute, Claim, Record, Source

DRAFT = "http://json-schema.org/draft-07/schema#"
_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_INVISIBLE = rf"{_CONTROLS}\xad\u200b-\u200f\u2060-\u2065\ufeff"  # for \p{C}, which few know
_MONTH_DAY = r"(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?"
_DATE = rf"[0-9]{{4}}(-({_MONTH_DAY}|2[1-4]))?[~?%]?"
_LINE = {"pattern": r"\S", "not": {"pattern": f"[{_CONTROLS}]"}}
_COUNT = {"type": "integer", "minimum": 1, "description": "a whole number, 1 or more"}
_VALUE = {
    "anyOf": [
        {"type": "string", "maxLength": 200, **_LINE},
        {"type": "number", "minimum": -LARGEST, "maximum": LARGEST},
    ]
}


def _if(told: Schema, then: Schema) -> Schema:
    return {"if": told, "then": then}


def _rules(rules: list[Schema] | None) -> Schema:
    return {"allOf": rules} if rules else {}  # an empty list is no schema


def _is(name: str, value: str | bool) -> Schema:
    return {"properties": {name: {"const": value}}, "required": [name]}


def _some(name: str) -> Schema:
    return {"properties": {name: {"minItems": 1}}, "required": [name]}


# What fields of one record ask of each other, as check has it.
RULES: dict[type[Record], list[Schema]] = {
    Attribute: [
        _if(_is("kind", "quantity"), _some("units")),
        _if({"required": ["marks"]}, _is("kind", "date")),
        _if(_is("progress", True), _is("kind", "quantity")),
    ],
    Source: [_if(_is("read", "full text"), {"required": ["text_file", "text_sha256"]})],
    Claim: [
        _if(_is("basis", "cites"), _some("cites")),
        _if(_some("cites"), _is("basis", "cites")),
        _if(_some("rebuts"), {"required": ["reason"]}),
        _if({"required": ["reason"]}, _some("rebuts")),
        _if({"required": ["unit"]}, {"required": ["value"]}),
    ],
    Change: [{"oneOf": [_some("claims"), {"required": ["data"]}]}],
}
# What the tables of one file ask of each other.
_PROVED = {"anyOf": [{"required": ["paragraph", "quote"]}, _some("computed")]}
FILE_RULES: dict[str, list[Schema]] = {
    "source": [
        _if(
            {"properties": {"source": _is("read", "full text")}},
            {"properties": {"claim": {"items": _PROVED}}},
        )
    ],
    "story": [{"properties": {"attributes": {"minProperties": 1}}}],
}


def _validators(kind: Any) -> list[Any]:
    return [part.func for part in get_args(kind) if isinstance(part, AfterValidator)]


# What the validators of fields.py ask, as far as a regular expression says it.
_ASKED: dict[Any, Schema] = {
    OneLine.func: _LINE,
    _validators(Edtf)[0]: {"pattern": rf"^{_DATE}(/{_DATE})?$"},
    _validators(Day)[0]: {"pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
    _validators(Quote)[-1]: {"pattern": rf"^\s*\S+(\s+\S+){{0,{QUOTE_WORDS - 1}}}\s*$"},
}


class Generator(GenerateJsonSchema):
    """Pydantic's generator that knows the validators of fields.py, too."""

    def function_after_schema(self, schema: Any) -> Schema:
        """The schema of what was checked before, and the function's own pattern."""
        made = super().function_after_schema(schema)
        asked = _ASKED.get(schema["function"]["function"], {})
        return {**made, **asked}

    def function_before_schema(self, schema: Any) -> Schema:
        """A claim's value, the only one that a function looks at first."""
        return dict(_VALUE)

    def is_instance_schema(self, schema: Any) -> Schema:
        """A geometry, which stands in GeoJSON and is checked there."""
        return {"type": "object", "description": "a GeoJSON geometry, EPSG:4326"}


def fields_of(record: type[Record]) -> dict[str, FieldFormat]:
    """Each field of a record as it is written in a file."""
    made: Schema = record.model_json_schema(schema_generator=Generator)["properties"]
    made |= {"features": _COUNT} if record is Layer else {}
    return {name: _field(record, name, schema) for name, schema in made.items()}


def _field(record: type[Record], name: str, schema: Schema) -> FieldFormat:
    # TOML has no null, and who leaves a field out of JSON needs none.
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        schema = kinds[0] | {k: v for k, v in schema.items() if k not in ("anyOf", "default")}
    made = {k: v for k, v in schema.items() if k not in ("title", "description")}
    if "prefixItems" in made:
        made["items"] = made.pop("prefixItems")[0]
    if "pattern" in made:
        made["pattern"] = made["pattern"].replace(r"\p{C}", _INVISIBLE).replace(r"\"", '"')
    if name == "hedges":
        made["uniqueItems"] = True
    meaning, example = MEANINGS[record.__name__][name]
    needed = record.model_fields[name].is_required()
    return FieldFormat(made, schema["description"], meaning, example, needed)


def schema_of(file: FileFormat) -> Schema:
    """The JSON Schema of a kind of file."""
    properties = {name: field.described for name, field in file.plain}
    properties |= {table.name: _table(table) for table in file.tables}
    needed = [*dict(file.plain), *(table.name for table in file.tables if table.needed)]
    return {
        "$schema": DRAFT,
        "title": file.files,
        "description": file.says,
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
        **_rules(FILE_RULES.get(file.name)),
        "definitions": {table.record.__name__: _definition(table) for table in file.tables},
    }


def _table(table: Table) -> Schema:
    one = {"$ref": f"#/definitions/{table.record.__name__}"}
    if table.shape == "one":
        return one
    if table.shape == "list":
        return {"type": "array", "items": one, "minItems": int(table.needed)}
    named = {"pattern": SLUG}
    return {"type": "object", "propertyNames": named, "additionalProperties": one}


def _definition(table: Table) -> Schema:
    """A record as it is written in a file."""
    fields = {n: f for n, f in fields_of(table.record).items() if n not in table.implied}
    return {
        "description": (table.record.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {name: field.described for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.needed],
        "additionalProperties": False,
        **_rules(RULES.get(table.record)),
    }


def schema_files() -> dict[str, str]:
    """The text of every schema by its file's name."""
    return {
        f"{file.name}.json": json.dumps(schema_of(file), ensure_ascii=False, indent=1) + "\n"
        for file in FILES
    }

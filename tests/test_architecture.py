"""The house: its outside libraries, how long things may be, and what no room may know."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.each import of_each

PROJECT = Path(__file__).resolve().parent.parent
LAYERS = PROJECT / "layers"
MODULES = sorted(path.relative_to(LAYERS).as_posix() for path in LAYERS.rglob("*.py"))
TEXTS = sorted(
    path.relative_to(LAYERS).as_posix()
    for path in LAYERS.rglob("*")
    if path.suffix in (".py", ".html", ".css", ".js", ".json", ".toml", ".svg")
)

# A room and the outside libraries it may know. Which rooms it may know stands in pyproject.toml,
# [tool.importlinter], and `make lint` looks after it.
LIBRARIES = {
    "errors": set[str](),
    "story": {"pydantic", "pint", "dateutil", "geopandas", "numpy", "shapely", "pyproj"},
    "findings": {"pydantic", "dateutil", "geopandas", "pandas", "pyproj", "shapely"},
    "proof": set[str](),
    "symbols": set[str](),
    "view": {"shapely"},
    "watch": {"trafilatura", "warcio"},
    "uploads": {"mgrs", "numpy", "pyarrow", "pyogrio", "pyproj", "shapely"},
    "html": {"jinja2", "markupsafe", "xyzservices"},
    "webmap": {"folium", "branca", "xstatic", "shapely"},
    "snapshot": {
        "fontTools",
        "markupsafe",
        "matplotlib",
        "PIL",
        "pyogrio",
        "geopandas",
        "numpy",
        "pandas",
        "pyproj",
        "shapely",
    },
    "site": {"brotli", "markupsafe"},
    "home": {"starlette", "streamlit"},
    "panels": {"markupsafe", "starlette", "streamlit", "streamlit_folium"},
    "cli": {"click"},
}
# The map's own function that writes a map's script, without a page around it.
GUESTS = {("webmap", "streamlit_folium.generate_leaflet_string")}

STORY_WORDS = re.compile(r"tumen|khasan|rason|korea|russia|32652|130\.6|42\.4", re.IGNORECASE)
# What may be said nevertheless: the command's name and what is named after it.
ALLOWED = {
    "cli/command_group.py": ("tumen-map", "TUMEN_STORY"),
    "cli/new_story.py": ("tumen-map",),
    "cli/serve.py": ("TUMEN_HOST",),
    "cli/watch.py": ("tumen-map",),
    "home/__init__.py": ("TUMEN_STORY",),
    "panels/host_settings.py": ("TUMEN_HOST",),
    "snapshot/provenance.py": ("tumen-map",),
    "story/data_dictionary.py": ("tumen-map",),
}

# What is done at import nevertheless.
LOUD = {"cli/__main__.py": ["main()"], "home/script.py": ["show(named_story())"]}

# The first words of a docstring whose subject comes last.
QUESTIONS = re.compile(r"(What|Which|How|Where|Whether)\b")

MODULE_LINES = 250
FUNCTION_LINES = 40


def tree(module: str) -> ast.Module:
    """A module's syntax."""
    return ast.parse((LAYERS / module).read_text("utf-8"), module)


def room(module: str) -> str:
    """The room a module lives in: its folder, or its own name."""
    return module.split("/")[0].removesuffix(".py")


def imports(module: str) -> Iterator[str]:
    """The dotted name of everything a module imports, wherever it does so."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            inside = ["layers", *module.split("/")[: -node.level]] if node.level else []
            source = ".".join([*inside, *filter(None, [node.module])])
            yield from (f"{source}.{name.name}" for name in node.names)


def test_every_module_lives_in_a_known_room() -> None:
    """A new room is entered here, and in the contracts of pyproject.toml."""
    assert {room(module) for module in MODULES} - {"__init__"} == LIBRARIES.keys()


def test_the_readme_names_every_room_and_files_that_are_there() -> None:
    """Rooms in its table, each with where to begin; and the files of both walks."""
    readme = (PROJECT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", readme, re.M)
    assert {room for room, _ in rows} == LIBRARIES.keys()
    named = {f"{room}/{file}" for room, files in rows for file in re.findall(r"`(\w+\.py)`", files)}
    named |= set(re.findall(r"`(\w+/(?:\w+/)*\w+\.py)`", readme))
    assert named - {*MODULES} == set()


@of_each(MODULES)
def test_an_outside_library_enters_only_its_rooms(module: str) -> None:
    """Frameworks stay at the edge."""
    here = room(module)
    welcome = LIBRARIES.get(here, set()) | sys.stdlib_module_names | {"layers"}
    found = {name for name in imports(module) if name.split(".")[0] not in welcome}
    assert {name for name in found if (here, name) not in GUESTS} == set()


@of_each(MODULES)
def test_a_module_is_read_in_one_sitting(module: str) -> None:
    """At most 250 lines."""
    assert len((LAYERS / module).read_text("utf-8").splitlines()) <= MODULE_LINES


@of_each(MODULES)
def test_a_function_fits_on_a_screen(module: str) -> None:
    """At most 40 lines."""
    long = [
        node.name
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


@of_each(MODULES)
def test_a_docstring_begins_with_its_subject(module: str) -> None:
    """Not with a question, after which the noun comes last."""
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    told = (ast.get_docstring(n) for n in ast.walk(tree(module)) if isinstance(n, documented))
    assert [text.splitlines()[0] for text in told if text and QUESTIONS.match(text)] == []


def test_a_picture_is_made_without_the_libraries_of_the_web_map() -> None:
    """Whoever makes files alone need not wait for the page's libraries, nor have them."""
    code = "import sys, layers.snapshot.picture; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in ran.stdout.split()}
    assert "matplotlib" in loaded
    assert loaded & {"folium", "streamlit", "streamlit_folium", "requests"} == set()


@of_each(MODULES)
def test_importing_a_module_does_nothing(module: str) -> None:
    """Nothing is called for what it does, and nothing of others is changed."""
    made = {
        name.id
        for node in tree(module).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }
    loud = [ast.unparse(node) for node in tree(module).body if not is_quiet(node, made)]
    assert loud == LOUD.get(module, [])


def is_quiet(node: ast.stmt, made: set[str]) -> bool:
    """Whether a statement imports, defines, or changes no more than what the module has made."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return all(root(target) <= made for target in targets)
    define = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return isinstance(node, ast.Import | ast.ImportFrom | define)


def root(target: ast.expr) -> set[str]:
    """The names that an assignment changes."""
    if isinstance(target, ast.Tuple):
        return set().union(*map(root, target.elts))
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    return {ast.unparse(target)}


@of_each(MODULES)
def test_no_module_imports_behind_ones_back(module: str) -> None:
    """By name at run time, which these tests could not follow."""
    called = {
        ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)
    }
    assert called & {"__import__", "importlib.import_module", "import_module", "exec", "eval"} == (
        set()
    )


@of_each(TEXTS)
def test_no_room_knows_this_story(file: str) -> None:
    """Names, coordinates and projections come from seeds/ and data/: another folder is another."""
    text = (LAYERS / file).read_text("utf-8")
    for allowed in ALLOWED.get(file, ()):
        text = text.replace(allowed, "")
    assert STORY_WORDS.findall(text) == []

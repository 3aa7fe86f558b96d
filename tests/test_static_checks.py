"""Things that no line of code may do, by its syntax: write HTML past the gate, share a file."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.each import of_each

PROJECT = Path(__file__).resolve().parent.parent
LAYERS = PROJECT / "layers"
MODULES = [PROJECT / "app.py", *sorted(LAYERS.rglob("*.py"))]
TEMPLATES = sorted(LAYERS.rglob("*.html"))
SCRIPTS = sorted(LAYERS.rglob("*.js"))

# Where text may become markup: the gate, and what puts whole scripts and styles into a page.
GATE = {"layers/html/gate.py", "layers/snapshot/page/inline.py"}
# What gives HTML as a plain string: the project's own style sheets, and of a story no more than
# which letters a font has.
OWN_HTML = {"_style", "_letters"}
# What comes from a reader and is that reader's alone. A class that holds any of it is as well.
# So is HTML that is handed on: nobody knows any more whose it is.
UPLOADS = {
    "Markup",
    "OwnLayer",
    "UploadedFile",
    "Verdict",
    "bytes",
    "bytearray",
    "memoryview",
    "BinaryIO",
}
CACHES = {"cache", "lru_cache", "cache_data", "cache_resource"}


def relative(path: Path) -> str:
    """A file's name within the project."""
    return path.relative_to(PROJECT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A module's syntax."""
    return ast.parse(path.read_text("utf-8"), relative(path))


def walk(path: Path) -> Iterator[ast.AST]:
    """Every node of a module."""
    return ast.walk(tree(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones too."""
    return (n for n in walk(path) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name: `c` of `a.b.c` and of `a.b.c(…)`."""
    return ast.unparse(node.func if isinstance(node, ast.Call) else node).rpartition(".")[2]


@cache
def returning(annotation: str) -> frozenset[str]:
    """The names of the functions of the project that return what the annotation says."""
    return frozenset(
        f.name
        for path in MODULES
        for f in functions(path)
        if f.returns and ast.unparse(f.returns).removesuffix(" | None") == annotation
    )


# -- HTML


@of_each(MODULES)
def test_no_html_is_let_through_unread(path: Path) -> None:
    """Neither Streamlit's way to do so nor a component that takes a document is used."""
    keywords = {n.arg for n in walk(path) if isinstance(n, ast.keyword)}
    assert not keywords & {"unsafe_allow_html", "unsafe_allow_javascript"}
    called = {ast.unparse(n.func) for n in walk(path) if isinstance(n, ast.Call)}
    banned = re.compile(r"(components|v1)\.(html|iframe)$|^st\.(iframe|write)$")
    assert [name for name in called if banned.search(name)] == []


@of_each(MODULES)
def test_the_page_shows_only_html_that_passed_the_gate(path: Path) -> None:
    """Everything that `st.html` gets is written here or given by a function that returns Markup."""
    passed = is_markup(path)
    shown = [n for n in walk(path) if isinstance(n, ast.Call) and ast.unparse(n.func) == "st.html"]
    assert [ast.unparse(call) for call in shown if not passed(call.args[0])] == []


def is_markup(path: Path) -> Callable[[ast.expr], bool]:
    """True if an expression of a module is HTML, as far as its syntax tells."""
    given = {
        target.id: value
        for node in walk(path)
        for target, value in assigned(node)
        if isinstance(target, ast.Name)
    }
    local = {f.name: f for f in functions(path)}

    def passed(node: ast.expr) -> bool:
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str)
        if isinstance(node, ast.JoinedStr):
            inner = (v.value if isinstance(v, ast.FormattedValue) else v for v in node.values)
            return all(map(passed, inner))
        if isinstance(node, ast.Name):
            return node.id in given and passed(given[node.id])
        if not isinstance(node, ast.Call):
            return False
        name = last_name(node)
        if name == "str":
            return passed(node.args[0])
        if name in local and name not in returning("Markup"):  # kept as a plain string
            ends = [n for n in ast.walk(local[name]) if isinstance(n, ast.Return) and n.value]
            return name in OWN_HTML or all(passed(n.value) for n in ends if n.value)
        return name in returning("Markup")

    return passed


# What Streamlit reads as Markdown: the text of these.
MARKDOWN = {
    "button",
    "caption",
    "checkbox",
    "download_button",
    "error",
    "expander",
    "info",
    "markdown",
}
MARKDOWN |= {
    "file_uploader",
    "multiselect",
    "number_input",
    "popover",
    "radio",
    "segmented_control",
}
MARKDOWN |= {"selectbox", "success", "text_area", "text_input", "toast", "toggle", "warning"}

PLAIN = {"markdown", "readable"}  # the gate, and a number of bytes in words


@of_each(MODULES)
def test_what_is_read_as_markdown_is_written_here_or_made_plain(path: Path) -> None:
    """A widget's label and a message: constant, or through the gate's `markdown`."""

    def plain(node: ast.expr) -> bool:
        if isinstance(node, ast.JoinedStr):
            return all(
                plain(v.value if isinstance(v, ast.FormattedValue) else v) for v in node.values
            )
        if isinstance(node, ast.IfExp):
            return plain(node.body) and plain(node.orelse)
        return isinstance(node, ast.Constant) or (
            isinstance(node, ast.Call) and last_name(node) in PLAIN
        )

    calls = (n for n in walk(path) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute))
    shown = [
        n for n in calls if n.args and ast.unparse(n.func)[:3] == "st." and last_name(n) in MARKDOWN
    ]
    assert [ast.unparse(call)[:80] for call in shown if not plain(call.args[0])] == []


def assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The target to which a node gives a value, and the value."""
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.NamedExpr):
        yield node.target, node.value


@of_each(MODULES)
def test_only_the_gate_calls_a_text_html(path: Path) -> None:
    """Elsewhere `Markup(…)` holds a constant, such as the empty one that joins others."""
    if relative(path) in GATE:
        return
    made = [n for n in walk(path) if isinstance(n, ast.Call) and last_name(n) == "Markup"]
    assert [
        ast.unparse(n) for n in made if not all(isinstance(a, ast.Constant) for a in n.args)
    ] == []


@of_each(TEMPLATES)
def test_no_template_goes_round_the_gate(path: Path) -> None:
    """No filter or block that turns it off, no script, no handler, no address that runs one."""
    text = path.read_text("utf-8")
    banned = r"\|\s*safe\b|autoescape|\{%-?\s*raw|\son\w+\s*=|javascript:|<script(?![^>]*\{\{)"
    assert re.findall(banned, text, re.IGNORECASE) == []


@of_each(SCRIPTS)
def test_no_script_runs_a_text(path: Path) -> None:
    """Nothing is evaluated, and HTML is set in one way, which is easy to look through."""
    text = path.read_text("utf-8")
    banned = (
        r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML\s*=|setTimeout\([\"'`]"
    )
    assert re.findall(banned, text) == []


# -- what is one reader's


@cache
def uploads() -> frozenset[str]:
    """The types of what a reader has brought, and of whatever holds any of it."""
    found = set(UPLOADS)
    holding = {
        node.name: {n for field in node.body if isinstance(field, ast.AnnAssign)
                    for n in names(field.annotation)}
        for path in MODULES
        for node in walk(path)
        if isinstance(node, ast.ClassDef)
    }  # fmt: skip
    while more := {name for name, held in holding.items() if held & found} - found:
        found |= more
    return frozenset(found)


def names(annotation: ast.expr) -> set[str]:
    """The words of an annotation."""
    return set(re.findall(r"\w+", ast.unparse(annotation)))


@of_each(MODULES)
def test_nothing_shared_is_kept_of_what_a_reader_brought(path: Path) -> None:
    """A function that is cached takes no upload, and no parameter that could be one unsaid."""
    kept = [f for f in functions(path) if CACHES & set(map(last_name, f.decorator_list))]
    for function in kept:
        asked = function.args
        arguments = [*asked.posonlyargs, *asked.args, *asked.kwonlyargs]
        arguments += [a for a in (asked.vararg, asked.kwarg) if a]
        for argument in arguments:
            told = argument.annotation or ast.Name("Any")
            assert not names(told) & {*uploads(), "Any", "object"}, (
                f"{relative(path)}: {function.name}({argument.arg})"
            )


def test_the_checks_see_what_they_look_for(tmp_path: Path) -> None:
    """Each of the mistakes, made on purpose, is one."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import streamlit as st\nname = input()\nst.html(f'<b>{name}</b>')\n", "utf-8")
    call = next(n for n in ast.walk(ast.parse(wrong.read_text("utf-8"))) if isinstance(n, ast.Call)
                and ast.unparse(n.func) == "st.html")  # fmt: skip
    passed = is_markup(PROJECT / "app.py")
    assert not passed(call.args[0])
    assert not passed(ast.parse("str(name)", mode="eval").body)
    assert passed(ast.parse("str(html('note.html', text=name))", mode="eval").body)
    assert {"OwnLayer", "Verdict", "bytes"} <= uploads()

"""Files stay short, functions shorter, imports on top, and names say something."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400  # lines
LONGEST_FUNCTION = 40  # lines, decorators and docstring included
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "misc", "managers", "signals"}
EMPTY_ENDINGS = ("Manager", "Helper", "Handler", "Utils")


def _sources() -> Iterator[Path]:
    for folder in ("src", "simulator", "tests", "bench"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "node_modules" not in path.parts:
                yield path


SOURCES = {str(path.relative_to(ROOT)): path for path in _sources()}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in SOURCES.items()}


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_file_is_long() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in SOURCES.items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{name}:{node.lineno} {node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines"
        for name, tree in TREES.items()
        for node in _functions(tree)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_import_stands_inside_a_function() -> None:
    hidden = {
        f"{name}:{inner.lineno}"
        for name, tree in TREES.items()
        for node in _functions(tree)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert hidden == set()


def test_module_names_say_something() -> None:
    empty = [name for name, path in SOURCES.items() if EMPTY_NAMES & {path.stem, *path.parts}]
    assert empty == []


def test_class_names_say_something() -> None:
    empty = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_ENDINGS)
    ]
    assert empty == []


JOBS = [name for name in SOURCES if name.endswith("/jobs.py") and name.startswith("src/")]


def test_jobs_stand_in_workflow_and_participation_only() -> None:
    rooms = ("src/modellkommune/workflow/", "src/modellkommune/participation/")
    assert [name for name in JOBS if not name.startswith(rooms)] == []


def test_jobs_are_three_line_functions() -> None:
    long = [node.name for job in JOBS for node in _functions(TREES[job]) if len(_statements(node)) > 3]
    assert long == []


def _statements(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    body = node.body
    described = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    return [inner for inner in body[described:] for inner in ast.walk(inner) if isinstance(inner, ast.stmt)]

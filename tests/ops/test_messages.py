"""The translations tool: what it finds, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import messages


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in (
        "portal/ui",
        "portal/kernel/people",
        "accounts/intake",
        "templates/accounts/intake",
        "templates/kernel",
    ):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "accounts/intake/__init__.py").touch()
    (tmp_path / "accounts/intake/forms.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        "a = _('Name of '\n 'the enterprise')\n"
        "b = ngettext('%(n)s day', '%(n)s days', n)\nc = pgettext('month', 'May')\n"
    )
    (tmp_path / "templates/accounts/intake/step.html").write_text(
        '<p>{% translate \'Next step\' %} {% translate "It\'s {n}" context "x" %}</p>\n'
        "{% blocktranslate trimmed count n=n with who=who %}\n  {{ who }} has\n  {{ n }} question\n{% plural %}"
        "{{ who }} has {{ n }} questions{% endblocktranslate %}<script>if (a && 'b\") {}</script>"
    )
    (tmp_path / "templates/404.html").write_text("{% translate 'Not found' %}")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    return tmp_path


def test_texts_are_found_with_their_package(project: Path) -> None:
    used = messages.used_texts()
    assert set(used) == {"accounts/intake", "portal/ui"}
    assert set(used["accounts/intake"]) == {
        ("Name of the enterprise", None),
        ("%(n)s day", None),
        ("May", "month"),
        ("Next step", None),
        ("It's {n}", "x"),
        ("%(who)s has %(n)s question", None),
    }


def fill(project: Path, dutch: dict[str, str]) -> None:
    path = messages.po_path("portal/ui")
    text = path.read_text(encoding="utf-8")
    for english, translation in dutch.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{translation}"')
    path.write_text(text, encoding="utf-8")


def test_update_then_check_then_compile(project: Path) -> None:
    messages.update(["portal/ui"])
    assert messages.problems(["portal/ui"]) == ["portal/ui: no Dutch: 'Not found'"]
    fill(project, {"Not found": "Niet gevonden"})
    assert messages.problems(["portal/ui"]) == []
    messages.update(["portal/ui"])  # keeps what was translated
    assert messages.problems(["portal/ui"]) == []
    assert messages.compile_all() == 1
    assert messages.compile_all() == 0  # nothing changed since


def test_a_text_no_longer_used_is_reported_and_pruned(project: Path) -> None:
    messages.update(["portal/ui"])
    fill(project, {"Not found": "Niet gevonden"})
    (project / "templates/404.html").write_text("{% translate 'Gone' %}")
    assert "portal/ui: no longer used: 'Not found'" in messages.problems(["portal/ui"])
    messages.update(["portal/ui"], prune=True)
    assert messages.problems(["portal/ui"]) == ["portal/ui: no Dutch: 'Gone'"]


def test_a_lost_placeholder_is_reported(project: Path) -> None:
    (project / "templates/404.html").write_text("{% blocktranslate %}Dear {{ name }}{% endblocktranslate %}")
    messages.update(["portal/ui"])
    fill(project, {"Dear %(name)s": "Beste %(naam)s"})
    assert "placeholders differ" in messages.problems(["portal/ui"])[0]

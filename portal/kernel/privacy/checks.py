"""A model about people or enterprises that says nothing about privacy is refused by `manage.py check`."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error

HINT = """Write in %(chapter)s/privacy (`handlings.py` or `privacy.py`), in `register()`:

    declare("%(label)s", processing="case-files")

That is enough when its rows go with the case file (or whatever they hang on) and its fields may be exported. Else add:
  processing="..."     code of its entry in the register of processing (purpose, legal basis, term); a new purpose
                       gets a ProcessingDefault of its own
  KEEP, why=_("..."), keep_rule="...", keep_from="field"
                       stays without names until its term is over (money, bookings); keep_rule is a RetentionKind
  NOTHING, why=_("...")
                       holds nothing personal
  owner=("case_file",) when other required foreign keys do not own the row
  about=("person",)    the person it is about: is in their export and goes with them
  by=("author",)       who wrote it: is in their export, stays where it belongs
  leave_out=("token",) secrets, never exported
See portal/kernel/privacy/registry.py (Handling) and docs/decisions/0016-removal.md."""


def check_declarations(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """One error per model, with what to write."""
    from portal.kernel.privacy.walk import undeclared

    return [
        Error(
            f"{label} does not say what its export gives and what removal does with it.",
            hint=HINT % {"label": label, "chapter": label.split(".")[0].replace("kernel", "portal/kernel")},
            obj=label,
            id="kernel.E010",
        )
        for label in undeclared()
    ]

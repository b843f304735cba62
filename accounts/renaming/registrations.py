"""What former names add to the registries."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.search.registry import SearchEntry


def register() -> None:
    """Former names are found, and lead to the enterprise as it is called now; the job that tells others."""
    from accounts.renaming import actions  # noqa: F401  declares the job
    from accounts.renaming.models import FormerIdentity
    from accounts.renaming.queries import KIND
    from portal.kernel.search.registry import register as register_search

    def entry(row: FormerIdentity) -> SearchEntry:
        now = _("now %(name)s") % {"name": row.case_file.name}
        return SearchEntry(
            title=row.name,
            subtitle=" · ".join(part for part in (now, row.kvk_number, row.case_file.reference) if part),
            url=reverse("case_file", args=[row.case_file_id]),
        )

    register_search(KIND, gettext_lazy("Former names"), FormerIdentity, entry)

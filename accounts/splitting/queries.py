"""What the page of a split shows."""

from __future__ import annotations

from accounts.merging.targets import targets
from accounts.splitting.models import Split


def moved_by(done: Split) -> list[tuple[str, int]]:
    """What went to the new file: (kind, how many)."""
    found = [
        (str(target.model._meta.verbose_name_plural), len(done.moved[target.label]))
        for target in targets()
        if target.label in done.moved
    ]
    return sorted(found)

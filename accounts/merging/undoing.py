"""Undoing a merge: everything back where it was, except what changed after it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, DomainTrack
from accounts.merging import facts
from accounts.merging.models import Merge
from accounts.merging.moving import RefusedError, follow_in_search, gives_way, lock_files, move_rows, plain
from accounts.merging.rulesets import undo_until
from accounts.merging.targets import targets
from accounts.register.actions import touch
from accounts.renaming.models import FormerIdentity
from accounts.timeline.actions import add_entry
from portal.kernel.models import Person


def stays_behind(done: Merge) -> dict[str, int]:
    """What an undo leaves in the remaining file, as it changed after the merge: label -> how many rows.

    Private notes of domains are not counted: that there are any is their domain's own business.
    """
    found = {}
    for target in targets():
        noted = done.moved.get(target.label)
        if noted and not target.private:
            rows = noted["rows"]
            back = move_rows(done.survivor_id, done.merged_id, target, rows, noted["columns"], really=False)
            if len(back) < len(rows):
                found[str(target.model._meta.verbose_name_plural)] = len(rows) - len(back)
    return found


@gives_way
def undo(*, done: Merge, by: Person) -> Merge:
    """Put everything back, except what was made or changed after the merge. Undoing twice changes nothing."""
    files = lock_files(done.survivor_id, done.merged_id)
    done = Merge.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if done.undone_at:
        return done
    if timezone.now() > undo_until(municipality_id=done.municipality_id, made_at=done.made_at):
        raise RefusedError(_("The term for undoing this merge has passed."))
    here, there = files[done.survivor_id], files[done.merged_id]
    if here.merged_into_id:
        raise RefusedError(_("The remaining file was merged on. Undo that merge first."))
    facts.lock(here, there)
    swapped = done.values.get(f"{CaseFile._meta.label}:{here.pk}", {}).get("enterprise")
    if swapped and here.enterprise_id != swapped[1]:
        raise RefusedError(_("Another file was merged into this one later. Undo that merge first."))
    tracks = DomainTrack.objects.select_for_update(of=("self",)).filter(case_file=here)
    facts.enterprises_may_change_places()
    for enterprise in (here.enterprise, there.enterprise):
        if _restore(done, enterprise):
            enterprise.save()
    versioned: list[CaseFile | DomainTrack] = [here, there, *tracks]
    for row in versioned:
        _restore(done, row)
        row.version += 1
        row.save()
    facts.enterprises_are_in_place()
    for target in targets():
        noted = done.moved.get(target.label)
        if noted:
            back = move_rows(here.pk, there.pk, target, noted["rows"], noted["columns"])
            follow_in_search(target.model._meta.label, list(back))
    _forget(done)
    touch(here.municipality_id)
    done.undone_at, done.undone_by = timezone.now(), by
    done.save(update_fields=["undone_at", "undone_by"])
    for file, other in ((here, there), (there, here)):
        words = {"name": other.name, "reference": other.reference}
        add_entry(
            case_file=file,
            kind="merge-undone",
            text=_("Merge with %(name)s (%(reference)s) undone") % words,
            url=reverse("merge", args=[done.pk]),
            by=by,
        )
    return done


def _restore(done: Merge, row: Any) -> bool:
    """Give a row the values from before, where nobody changed them since. True when anything was given back."""
    noted = done.values.get(f"{row._meta.label}:{row.pk}", {})
    back = False
    for name, (before, after) in noted.items():
        field: Any = row._meta.get_field(name)
        if plain(field, getattr(row, field.attname)) == after:
            setattr(row, field.attname, before)
            back = True
    return back


def _forget(done: Merge) -> None:
    """Names that were remembered because of this merge are the other file's own again."""
    FormerIdentity.objects.filter(pk__in=done.remembered).delete()

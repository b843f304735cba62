"""Splitting a case file in two, and undoing that."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.casefile.actions import add_member, open_case_file
from accounts.casefile.models import CaseFile
from accounts.enterprises.actions import get_or_create_enterprise
from accounts.merging.actions import FIELDS, merge
from accounts.merging.facts import FACTS
from accounts.merging.moving import RefusedError, follow_in_search, gives_way, lock_files, move_rows
from accounts.merging.targets import Target, targets
from accounts.renaming.models import FormerIdentity
from accounts.splitting.models import Split
from accounts.splitting.parts import MEMBERS, choosable, keys_of, lines_about
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person


@gives_way
def split(
    *, case_file: CaseFile, version: int, facts: dict[str, str], chosen: set[str], reason: str, by: Person
) -> Split:
    """Open a case file for the other enterprise and let the chosen things go there. People can see both.

    `facts`: name, kvk_number and legal_form of the other enterprise. `chosen`: codes of `parts`. Raises
    StaleVersionError when the file changed, RefusedError when the other enterprise has a case file here already.
    """
    source = lock_files(case_file.pk)[case_file.pk]
    if source.merged_into_id:
        raise RefusedError(_("This case file was merged. Open the one that remains."))
    if source.version != version:
        raise StaleVersionError(source)
    enterprise = get_or_create_enterprise(municipality=source.municipality, **facts)
    made, new = open_case_file(
        municipality=source.municipality, enterprise=enterprise, by=by, account_manager=source.account_manager,
        phase=source.phase, themes=source.themes, district=source.district,
    )  # fmt: skip
    if not new:
        raise RefusedError(
            _("%(name)s (%(reference)s) has this KVK number already.")
            % {"name": made.name, "reference": made.reference}
        )
    moved: dict[str, Any] = {}
    rows: list[Any] = []
    for target in choosable():
        keys = keys_of(target, chosen)
        if not keys:
            continue
        manager: Any = target.model._default_manager
        found = list(manager.filter(pk__in=keys, **{target.field.name: source}))
        if target.model._meta.label == MEMBERS:
            for member in found:
                add_member(case_file=made, person=member.person, by=by)
        else:
            rows += found
            _go(source, made, target, [str(row.pk) for row in found], moved)
    about = lines_about(source, rows)
    for target in targets():
        if target.model._meta.label == "accounts.TimelineEntry":
            _go(source, made, target, about, moved)
    source.version += 1
    source.save(update_fields=["version"])
    done = Split.objects.create(
        municipality_id=source.municipality_id,
        source=source,
        made=made,
        reason=reason,
        moved=moved,
        made_by=by,
    )
    address = reverse("split", args=[done.pk])
    for file, text in (
        (source, _("Split off: %(name)s. %(reason)s")),
        (made, _("Split off from %(name)s. %(reason)s")),
    ):
        other = made if file is source else source
        words = {"name": f"{other.name} ({other.reference})", "reason": reason}
        add_entry(case_file=file, kind="split", text=text % words, url=address, by=by)
    return done


def _go(source: CaseFile, made: CaseFile, target: Target, keys: list[str], moved: dict[str, Any]) -> None:
    marks = move_rows(source.pk, made.pk, target, None, target.columns, really=False)
    wanted = {key: marks[key] for key in keys if key in marks}
    if wanted:
        gone = list(move_rows(source.pk, made.pk, target, wanted, target.columns))
        moved[target.label] = gone
        follow_in_search(target.model._meta.label, gone)


@gives_way
def undo(*, done: Split, by: Person) -> Split:
    """Merge the two again: what went comes back, and what came after it is kept. Undoing twice changes nothing."""
    files = lock_files(done.source_id, done.made_id)
    done = Split.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if done.undone_by_merge_id:
        return done
    source, made = files[done.source_id], files[done.made_id]
    if source.merged_into_id or made.merged_into_id:
        raise RefusedError(_("One of these case files was merged since. Undo that merge first."))
    back = merge(
        survivor=source,
        merged=made,
        versions=(source.version, made.version),
        choices=dict.fromkeys((*FACTS, *FIELDS), "here"),
        reason=_("Split undone: %(reason)s") % {"reason": done.reason},
        by=by,
    )
    # It was one enterprise after all: the other name was a mistake.
    FormerIdentity.objects.filter(pk__in=back.remembered).delete()
    done.undone_by_merge = back
    done.save(update_fields=["undone_by_merge"])
    return done

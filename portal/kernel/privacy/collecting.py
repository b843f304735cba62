"""Works out what an order removes, what stays and why, and freezes it as items. Needs a scope with all domains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.models import (
    Job,
    Mail,
    Person,
    PrivacyExport,
    RemovalItem,
    RemovalOrder,
    SearchDocument,
    StoredFile,
)
from portal.kernel.privacy.engine import json_pattern, pattern
from portal.kernel.privacy.registry import RetentionKind, Subject, handling, terms_of
from portal.kernel.privacy.rulesets import before, months_of
from portal.kernel.privacy.sql import NOT_SEARCHED, text_columns
from portal.kernel.privacy.walk import (
    Collected,
    collect,
    in_order,
    keep_what_must_stay,
    keepers,
    label_of,
    links,
    our_models,
)
from portal.kernel.search.registry import findables

#: "Table" of the items that are files in the storage: their bytes go after the rows are gone for good.
STORAGE = "storage"
#: Rows of one order: a list that is longer is removed in more than one order.
LARGEST_ORDER = 20_000


def collect_subjects(subject: Subject, pks: list[str]) -> tuple[Collected, list[str], list[int], int]:
    """Everything of these subjects: rows, terms to look for, people to make unrecognisable, people who stay."""
    root = apps.get_model(subject.root)
    found = collect(root, pks if root is not Person else [], _merged(subject.more(pk) for pk in pks))
    terms = [term for pk in pks for term in terms_of(subject, pk)]
    going, staying = [], 0
    people = {one for pk in pks for one in subject.people(pk)}
    for model, rows in found.rows.items():
        if root is not Person and is_tie(model):
            people |= set(model._base_manager.filter(pk__in=rows).values_list("person_id", flat=True))
    for person in sorted(people):
        if _tied_elsewhere(person, found):
            staying += 1
        else:
            going.append(person)
    emails = []
    for person_row in Person.objects.filter(pk__in=going):
        terms += [person_row.name, person_row.email, person_row.phone]
        emails.append(person_row.email)
    if emails:
        condition = Q()
        for email in emails:
            condition |= Q(to__iexact=email)
        found.add(Mail, Mail.objects.filter(condition).values_list("pk", flat=True))
    exports = PrivacyExport.objects.filter(subject_kind=subject.code, subject_id__in=pks)
    found.add(PrivacyExport, exports.values_list("pk", flat=True))
    return found, terms, going, staying


def is_tie(model: type[models.Model]) -> bool:
    """Its rows tie a person to a municipality: a membership, or a place at an enterprise."""
    return getattr(model, "row_policy", "") == "tenant_or_own"


def _merged(parts: Iterable[dict[str, list[Any]]]) -> dict[str, list[Any]]:
    merged: dict[str, list[Any]] = {}
    for part in parts:
        for label, pks in part.items():
            merged.setdefault(label, []).extend(pks)
    return merged


def _tied_elsewhere(person: int, found: Collected) -> bool:
    """The account is used for something that does not go: another municipality, staff, another enterprise."""
    municipality = current_municipality()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_person_tied(%s, %s)", [person, municipality])
        if cursor.fetchone()[0]:
            return True
    for model in our_models():
        if is_tie(model):
            rows = model._base_manager.filter(person_id=person, municipality_id=municipality)
            if rows.exclude(pk__in=found.rows.get(model, set())).exists():
                return True
    return False


def current_municipality() -> int:
    """The one municipality this work is for."""
    from portal.kernel.tenancy.scope import current_scope

    (municipality,) = current_scope().municipalities
    return municipality


def keep_by_rule(found: Collected, root: type[models.Model]) -> list[list[Any]]:
    """Take out what must stay by a rule. Returns [kind, number, why] lines for the preview."""
    lines = []
    now = timezone.now()
    keep: dict[type[models.Model], set[Any]] = {}
    for model, how in keepers(found):
        rows = model._base_manager.filter(pk__in=found.rows[model])
        months = 0
        if how.keep_rule:
            months = months_of(how.keep_rule, municipality_id=current_municipality(), on=now.date())
            moment: Any = before(how.keep_rule, municipality_id=current_municipality(), now=now)
            if not isinstance(field_at(model, how.keep_from), models.DateTimeField):
                moment = moment.date()
            rows = rows.filter(**{f"{how.keep_from}__gte": moment})
        pks = set(rows.values_list("pk", flat=True))
        if pks:
            keep[model] = pks
            why = str(how.why)
            if months:
                why = _("%(why)s Kept for %(months)s months, without names.") % {"why": why, "months": months}
            lines.append([label_of(model), len(pks), why])
    keep_what_must_stay(found, root, keep)
    if root in found.kept:
        lines.append(
            [
                label_of(root),
                len(found.kept[root]),
                _("What stays hangs on a case without a name from then on."),
            ]
        )
    return lines


def field_at(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path such as "contract__ends_on"."""
    field: Any = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model or model
    return field


def add_files_and_search(found: Collected) -> None:
    """Files of rows that go (unless something that stays uses them), jobs that made them, and search rows."""
    files: set[Any] = set()
    for model, rows in found.rows.items():
        for one in links(model):
            if one.related_model is StoredFile:
                files |= set(model._base_manager.filter(pk__in=rows).values_list(one.attname, flat=True))
    files -= {None}
    for model in our_models():
        for one in links(model):
            if one.related_model is not StoredFile or not files:
                continue
            others = model._base_manager.filter(**{f"{one.name}__in": files}).exclude(
                pk__in=found.rows.get(model, set())
            )
            if model is Job:
                found.add(Job, others.values_list("pk", flat=True))
            else:
                files -= set(others.values_list(one.attname, flat=True))
    if files:
        found.add(StoredFile, files)
    for findable in findables():
        if wanted := found.rows.get(findable.model):
            found.add(
                SearchDocument,
                SearchDocument._base_manager.filter(
                    municipality_id=current_municipality(),
                    kind=findable.kind,
                    object_id__in=[str(pk) for pk in wanted],
                ).values_list("pk", flat=True),
            )


def mentions(found: Collected, terms: list[str]) -> list[list[Any]]:
    """[kind, number] of rows that stay and name what goes."""
    look_for, look_in_json = pattern(terms), json_pattern(terms)
    lines = []
    for model in our_models() if look_for else ():
        if not hasattr(model, "municipality_id") and "municipality" not in [
            f.name for f in model._meta.fields
        ]:
            continue
        if model._meta.db_table in NOT_SEARCHED or model is SearchDocument:
            continue
        condition = Q()
        for column, kind, _length in text_columns(model):
            field = next(field for field in model._meta.concrete_fields if field.column == column)
            if kind == "text":
                condition |= Q(**{f"{field.name}__iregex": look_for})
            else:
                condition |= _json_condition(model, field.name, look_in_json)
        if not condition:
            continue
        number = (
            model._base_manager.filter(condition, municipality_id=current_municipality())
            .exclude(pk__in=found.rows.get(model, set()))
            .count()
        )
        if number:
            lines.append([label_of(model), number])
    return lines


def _json_condition(model: type[models.Model], name: str, look_for: str) -> Q:
    from django.db.models.functions import Cast

    matching = model._base_manager.annotate(text_of_json=Cast(name, models.TextField())).filter(
        text_of_json__iregex=look_for, municipality_id=current_municipality()
    )
    return Q(pk__in=matching.values("pk"))


def freeze(order: RemovalOrder, found: Collected, people: list[int]) -> None:
    """Write the items of an order; afterwards the database refuses others."""
    items = []
    for (model, column), pks in found.unlinked.items():
        items += [_item(order, 0, model._meta.db_table, pk, column) for pk in pks]
    # What has a stand-in goes too: what stays has moved there by then.
    moved = {model: pks for model, pks in found.kept.items() if handling(model).stand_in}
    for step, model in enumerate(in_order({**found.rows, **moved}), start=1):
        pks = found.rows.get(model, set()) | moved.get(model, set())
        items += [_item(order, step, model._meta.db_table, pk) for pk in pks]
    for model, pks in found.kept.items():
        if model not in moved:
            items += [_item(order, 0, model._meta.db_table, pk, "*") for pk in pks]
    items += [_item(order, 900, "kernel_person", pk, "name") for pk in people]
    stored = StoredFile.objects.filter(pk__in=found.rows.get(StoredFile, set()))
    names = stored.values_list("content", flat=True).distinct()
    items += [_item(order, 950, STORAGE, name, "content") for name in names]
    RemovalItem.objects.bulk_create(items, batch_size=2000)


def _item(order: RemovalOrder, step: int, table: str, pk: Any, column: str = "") -> RemovalItem:
    return RemovalItem(
        municipality_id=order.municipality_id,
        order=order,
        step=step,
        table=table,
        object_id=str(pk),
        column=column,
    )


def history_rows(moment: dt.datetime, bound: int) -> dict[type[models.Model], set[Any]]:
    """History older than a moment, of all tables, at most `bound` rows; what is held stays out."""
    from portal.kernel.privacy.holds import held
    from portal.kernel.privacy.registry import roots, subjects

    by_root = {apps.get_model(subject.root): held(subject.code) for subject in subjects()}
    found: dict[type[models.Model], set[Any]] = {}
    left = bound
    for model in apps.get_models():
        tracked: Any = getattr(model, "pgh_tracked_model", None)
        if tracked is None or left <= 0:
            continue
        names = {field.name for field in model._meta.concrete_fields}
        if "municipality" not in names:
            continue
        rows: Any = model._base_manager.filter(  # type: ignore[misc]
            municipality_id=current_municipality(), pgh_created_at__lt=moment
        )
        if tracked in roots() and by_root.get(tracked):
            rows = rows.exclude(pgh_obj_id__in=by_root[tracked])
        for one in links(tracked):
            if one.name in names and by_root.get(one.related_model):  # type: ignore[call-overload]
                rows = rows.exclude(**{f"{one.attname}__in": by_root[one.related_model]})  # type: ignore[index]
        pks = set(rows.order_by("pgh_id").values_list("pk", flat=True)[:left])
        if pks:
            found[model] = pks
            left -= len(pks)
    return found


def rows_of_kind(kind: RetentionKind, moment: dt.datetime, targets: list[str], bound: int) -> Collected:
    """Rows of a kind that go by themselves, with what goes with them; of history, whatever has expired."""
    if kind.history:
        return Collected(dict(history_rows(moment, bound)))
    assert kind.rows is not None
    root = kind.rows(moment).model
    pks = [root._meta.pk.to_python(pk) for pk in targets]
    return collect(root, pks, kind.also(pks))


def add_last(found: Collected, subject: Subject, pks: list[str]) -> None:
    """What goes after the root, when nothing else uses it any more."""
    for label, extra in _merged(subject.last(pk) for pk in pks).items():
        found.add(apps.get_model(label), extra)

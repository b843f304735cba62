"""The jobs behind a removal: work out what goes; then remove it in one transaction and leave a report.

All or nothing: when the work fails or its worker dies, everything is still there. Only the bytes of files go after the
rows, as a storage cannot be rolled back; their names are kept until they are gone, so that is never forgotten.
What is removed are the rows two people saw (`sql.py` sees to that). When something was added since, nothing is removed:
the order is worked out again and both look once more.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import IntegrityError, OperationalError, connection, models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import RemovalItem, RemovalOrder, StoredFile
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.outbox.links import absolute
from portal.kernel.privacy.collecting import STORAGE
from portal.kernel.privacy.orders import PREPARE, REMOVE, all_domains
from portal.kernel.privacy.preparing import added_since, work_out
from portal.kernel.privacy.registry import declared, handling, roots
from portal.kernel.privacy.sql import tables
from portal.kernel.privacy.walk import links, our_models
from portal.kernel.tenancy.scope import scoped

logger = logging.getLogger(__name__)
#: Rows per statement.
PART = 500
#: Times the removal is tried when somebody writes at the very same moment.
TRIES = 3


def _scope(run: JobRun) -> Any:
    return scoped([run.job.municipality_id], domains=all_domains(), person=run.job.requested_by_id)


def _locked(pk: str) -> RemovalOrder:
    rows = RemovalOrder.objects.select_for_update(of=("self",))
    return rows.select_related("municipality", "requested_by").get(pk=pk)


@job_handler(PREPARE)
def prepare(run: JobRun) -> None:
    """Collect, count and freeze, for the officer to look at."""
    with _scope(run):
        order = _locked(run.params["order"])
        if order.state == RemovalOrder.State.PREPARING:
            work_out(order, run)


@job_handler(REMOVE, in_steps=True)
def remove(run: JobRun) -> None:
    """Remove everything of an order at once, then the bytes of its files, and leave the report."""
    for attempt in range(1, TRIES + 1):
        try:
            with _scope(run):
                order = _locked(run.params["order"])
                if order.state != RemovalOrder.State.RUNNING:
                    return
                if not order.report.get("gone"):
                    added = added_since(order)
                    if added:
                        _look_again(order, added, run)
                        return
                    _Removal(order, run).carry_out()
            break
        except (IntegrityError, OperationalError):
            # somebody wrote to it in the same moment: nothing went; look what there is now
            if attempt == TRIES:
                raise
            logger.info("removal %s met somebody who wrote; again", run.params["order"])
    _remove_bytes(run)
    _finish(run)


def _look_again(order: RemovalOrder, added: list[list[Any]], run: JobRun) -> None:
    """Nothing is removed: the order is worked out anew, and who asked is told to look once more."""
    order.state, order.agreed_by, order.agreed_at = RemovalOrder.State.PREPARING, None, None
    order.preview = {"added": added}
    order.save()
    work_out(order, run)
    queue_mail(
        to=order.requested_by.email,
        template="kernel/privacy/mail/look_again",
        context={
            "person": order.requested_by,
            "order": order,
            "added": added,
            "url": absolute(reverse("removal", args=[order.pk])),
        },
        municipality=order.municipality_id,
        key=f"removal-again-{order.pk}-{timezone.now():%Y%m%d%H%M%S}",
    )


class _Removal:
    """The removal of one locked order, inside one transaction."""

    def __init__(self, order: RemovalOrder, run: JobRun) -> None:
        self.order, self.run = order, run
        described = tables()
        self.searched = sorted(  # history last: changing a row writes history
            (name for name, table in described.items() if table["texts"]),
            key=lambda name: (described[name]["event"], name),
        )
        self.total = order.items.count() + len(self.searched)
        self.done = 0

    def carry_out(self) -> None:
        """Faces off what stays, then rows with their history, accounts, and names in texts of others."""
        self._faceless()
        while self._some_rows():
            pass
        self._people()
        for table in self.searched:
            self._redact(table)
        for how in declared():
            if how.after and apps.get_model(how.model)._meta.db_table in self.order.report.get("removed", {}):
                how.after(self.order.municipality_id)
        self.order.report["gone"] = True
        self.order.save(update_fields=["report"])

    def _told(self, number: int, message: str) -> None:
        self.done += number
        self.run.progress(min(self.done, self.total - 1), self.total, message)

    def _count(self, where: str, table: str, number: int) -> None:
        if number:
            counts = self.order.report.setdefault(where, {})
            counts[table] = counts.get(table, 0) + number

    def _faceless(self) -> None:
        """What stays loses its face, and moves to a stand-in when what it hangs on goes."""
        kept: dict[str, list[str]] = {}
        for table, pk in self.order.items.filter(column="*").values_list("table", "object_id"):
            kept.setdefault(table, []).append(pk)
        stay = {model: kept[model._meta.db_table] for model in our_models() if model._meta.db_table in kept}
        for model, pks in stay.items():
            if how := handling(model).faceless:
                how(pks, self.order.replacement)
        for root in roots():
            if make := handling(root).stand_in:
                going = self.order.items.filter(table=root._meta.db_table, column="")
                for pk in going.values_list("object_id", flat=True):
                    _move(stay, root, pk, partial(make, pk, self.order.replacement))

    def _some_rows(self) -> bool:
        """Some rows of one table. False when there are none left."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM kernel_removal_step(%s, %s)", [self.order.pk, PART])
            row = cursor.fetchone()
        if row is None:
            return False
        table, column, rows, history = row
        self._count("unlinked" if column not in ("", "*") else "removed", table, rows)
        self._count("history", table, history)
        self._told(rows, _("Removing"))
        return True

    def _people(self) -> None:
        """Accounts without any other tie become unrecognisable; their log-ins and sessions end."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM kernel_removal_people(%s, %s)", [self.order.pk, _("Removed person")]
            )
            rows = cursor.fetchall()
        gone = [person for person, removed in rows if removed]
        _end_log_ins(gone)
        self._count("people", "kernel_person", len(gone))
        self._count("people_stay", "kernel_person", len(rows) - len(gone))
        self._told(len(rows), _("Accounts"))

    def _redact(self, table: str) -> None:
        """Replace names and numbers in one table."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT kernel_removal_redact(%s, %s)", [self.order.pk, table])
            self._count("redacted", table, cursor.fetchone()[0])
        self._told(1, _("Names in texts"))


def _move(stay: dict[type[models.Model], list[str]], root: Any, pk: str, make: Callable[[], Any]) -> None:
    """Hang what stays of one row on its stand-in, which is made when there is anything to hang."""
    stand_in: Any = None
    for model, pks in stay.items():
        for one in links(model):
            rows = (
                model._base_manager.filter(pk__in=pks, **{one.attname: pk})
                if one.related_model is root
                else None
            )
            if rows is not None and rows.exists():
                stand_in = stand_in or make()
                rows.update(**{one.attname: stand_in})


def _remove_bytes(run: JobRun) -> None:
    """The bytes of the files whose rows are gone. Whoever dies halfway does the rest the next time."""
    storage: Storage = StoredFile._meta.get_field("content").storage  # type: ignore[union-attr]
    while True:
        with _scope(run):
            _locked(run.params["order"])
            items = RemovalItem.objects.filter(order_id=run.params["order"], table=STORAGE).order_by("pk")
            some = list(items[:PART])
            if not some:
                return
            for item in some:
                with contextlib.suppress(FileNotFoundError):
                    storage.delete(item.object_id)
            items.filter(pk__in=[item.pk for item in some]).delete()


def _finish(run: JobRun) -> None:
    """The report stays; what was looked for does not."""
    with _scope(run):
        order = _locked(run.params["order"])
        order.state, order.ended_at = RemovalOrder.State.DONE, timezone.now()
        order.pattern = order.json_pattern = ""
        order.report.pop("gone", None)
        order.save()
    run.progress(1, 1, _("Ready"))


def _end_log_ins(people: list[int]) -> None:
    """Addresses, second factors, single sign-on and sessions of these people."""
    from importlib import import_module

    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount
    from allauth.usersessions.models import UserSession
    from django.conf import settings

    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in UserSession.objects.filter(user__in=people):
        store(session.session_key).delete()
    for model in (UserSession, EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user__in=people).delete()

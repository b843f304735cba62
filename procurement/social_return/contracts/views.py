"""Contracts: the list with how each stands, one contract, a new one, and changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enterprises.actions import get_or_create_enterprise
from accounts.intake.kvk import lookup
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.ui.pagination import paginate
from procurement.social_return.contracts import actions, queries
from procurement.social_return.contracts.forms import (
    ChangeForm,
    ContactForm,
    ContractForm,
    DeviationForm,
    TurnoverForm,
)
from procurement.social_return.contracts.lists import listed
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.contracts.starts import start_of
from procurement.social_return.contracts.words import STANDING_LABELS
from procurement.social_return.discount.engine import Certificate
from procurement.social_return.discount.forms import DiscountForm
from procurement.social_return.discount.queries import current, ending_soon, known
from procurement.social_return.ledger.models import LedgerEntry
from procurement.social_return.ledger.queries import balance
from procurement.social_return.reminders.engine import Term
from procurement.social_return.reminders.queries import terms_of_contracts
from procurement.social_return.reminders.words import LABELS
from procurement.social_return.renewals.models import HandedCertificate, HandedState
from procurement.social_return.renewals.queries import as_certificate, of_supplier
from procurement.social_return.words import from_stored
from procurement.suppliers.actions import get_or_make_supplier, invite_member

SETTLED = gettext_lazy("This contract is settled. It does not change any more.")


def get_contract(request: HttpRequest, pk: int, name: str) -> Contract:
    """The contract, if this person may do `name` with it; else not found or refused with the reason."""
    found = get_object_or_404(
        Contract.objects.select_related("supplier__enterprise", "coordinator", "municipality", "created_by"),
        pk=pk,
    )
    check(request, name, found)
    return found


@permission("procurement.view_contracts")
def contracts(request: HttpRequest) -> HttpResponse:
    """The contracts with how each stands and why."""
    shown = listed(request.GET)
    page = paginate(request, shown.rows)
    today = timezone.localdate()
    context = {
        "form": shown.form,
        "page": page,
        "rows": queries.with_standing(page.rows, today),
        "certificates_end": ending_soon(queries.contracts(), today).count(),
        "glance": [(code, STANDING_LABELS[code][0], number) for code, number in shown.glance.items()],
        "total": sum(shown.glance.values()),
        "labels": STANDING_LABELS,
        "may_manage": allowed(request, "procurement.manage_contracts"),
    }
    return render(request, "procurement/social_return/contracts/list.html", context)


def shown_terms(found: Contract) -> list[tuple[Any, Term]]:
    """(label, term) of a running contract, in the order they fall due."""
    if found.state != ContractState.RUNNING:
        return []
    terms = terms_of_contracts([found], timezone.localdate())[found.pk]
    return [(LABELS[term.code], term) for term in terms]


def certificates_of(
    request: HttpRequest, found: Contract
) -> tuple[list[Certificate], list[HandedCertificate]]:
    """The certificates we know of the supplier, as far as this person may see them; and those that wait."""
    if not allowed(request, "procurement.view_pso_certificates"):
        return [], []
    handed = of_supplier(found.supplier_id)
    loose = [row for row in handed if row.state == HandedState.ACCEPTED and row.mark_id is None]
    waiting = [row for row in handed if row.state == HandedState.WAITING]
    return [*known(found), *(as_certificate(row) for row in loose)], waiting


def contract_page(
    request: HttpRequest,
    found: Contract,
    *,
    turnover_form: TurnoverForm | None = None,
    deviation_form: DeviationForm | None = None,
    contact_form: ContactForm | None = None,
    discount_form: DiscountForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a contract, with forms that were sent and have mistakes."""
    sums = balance(found.pk)
    standing = queries.standing_of(found, sums, timezone.localdate())
    row = queries.Row(found, sums, standing)
    deviations = list(found.deviations.select_related("asked_by", "decided_by")[:10])
    actor: Any = actor_of(request)
    certificates, handed = certificates_of(request, found)
    now = current(found)
    context = {
        "contract": found,
        "row": row,
        "balance": sums,
        "label": STANDING_LABELS[standing.code],
        "explanation": from_stored(found.explanation),
        "turnover": list(found.turnover.all()[:60]),
        "deviations": deviations,
        "waiting": next((item for item in deviations if item.state == "waiting"), None),
        "mine": [item.pk for item in deviations if item.asked_by_id == actor.person.pk],
        "ledger": list(LedgerEntry.objects.filter(contract=found).select_related("by").order_by("-pk")[:50]),
        "events": list(found.entries.select_related("by")[:30]),
        "members": list(found.supplier.members.filter(is_active=True).select_related("person")),
        "turnover_form": turnover_form or TurnoverForm(prefix="turnover"),
        "deviation_form": deviation_form or DeviationForm(prefix="deviation"),
        "contact_form": contact_form or ContactForm(prefix="contact"),
        "discount": now,
        "handed": handed,
        "certificates": certificates,
        "discount_form": discount_form
        or DiscountForm(prefix="pso", contract=found, certificates=certificates, now=now),
        "terms": shown_terms(found),
        "may_manage": found.state != ContractState.SETTLED
        and allowed(request, "procurement.manage_contracts", found),
    }
    return render(request, "procurement/social_return/contracts/contract.html", context, status=status)


@permission("procurement.view_contracts")
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """One contract: how it stands, what is owed and why, what was booked, what happened."""
    return contract_page(request, get_contract(request, pk, "procurement.view_contracts"))


@permission("procurement.manage_contracts")
def contract_new(request: HttpRequest) -> HttpResponse:
    """Write down a contract; the supplier's contact is let in and mailed."""
    actor: Any = actor_of(request)
    started = start_of(request.GET)
    initial: dict[str, Any] = {"coordinator": str(actor.person.pk)}
    if started:
        initial |= started[0].known(started[1], actor.municipality)
    form = ContractForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _make(form, actor)
        if made:
            if started:
                started[0].made(started[1], made)
            messages.success(
                request, _("The contract is written down. The contact of the supplier gets a mail.")
            )
            return redirect("contract", pk=made.pk)
    return render(
        request,
        "procurement/social_return/contracts/form.html",
        {"form": form, "contract": None, "conflicts": []},
        status=422 if form.is_bound else 200,
    )


def _make(form: ContractForm, actor: Any) -> Contract | None:
    data = form.cleaned_data
    record = lookup(data["kvk_number"]).record
    name = data["supplier_name"].strip() or (record.name if record else "")
    if not name:
        form.add_error(
            "supplier_name", _("We do not find this KVK number. Fill in the name of the supplier yourself.")
        )
        return None
    place = {"street": record.street, "postcode": record.postcode, "city": record.city} if record else {}
    try:
        with transaction.atomic():
            enterprise = get_or_create_enterprise(
                municipality=actor.municipality, kvk_number=data["kvk_number"], name=name, **place
            )
            supplier = get_or_make_supplier(
                municipality=actor.municipality,
                enterprise=enterprise,
                by=actor.person,
                contact_name=data["contact_name"],
                contact_email=data["contact_email"],
            )
            made = actions.make_contract(
                municipality=actor.municipality,
                supplier=supplier,
                by=actor.person,
                reference=data["reference"],
                awarded_on=data["awarded_on"],
                **form.facts(),
            )
            invite_member(
                supplier=supplier, name=data["contact_name"], email=data["contact_email"], by=actor.person
            )
    except IntegrityError:
        form.add_error("reference", _("There is a contract with this number already."))
        return None
    return made


@permission("procurement.manage_contracts")
def contract_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is agreed; the obligation is computed again by the contract's own rules."""
    found = get_contract(request, pk, "procurement.manage_contracts")
    actor: Any = actor_of(request)
    names = (
        "title", "department", "kind", "cpv_code", "value", "labour_share", "wage_sum", "starts_on", "ends_on",
        "version",
    )  # fmt: skip
    initial = {name: getattr(found, name) for name in names} | {"coordinator": str(found.coordinator_id)}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contract(
                contract=found,
                version=form.cleaned_data["version"],
                changes=form.facts(),
                reason=form.cleaned_data["reason"],
                by=actor.person,
            )
            messages.success(request, _("The contract is changed."))
            return redirect("contract", pk=pk)
        except actions.RefusedError:
            messages.error(request, SETTLED)
            return redirect("contract", pk=pk)
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            typed: Any = form.data
            form.data = typed.copy()
            form.data["version"] = str(stale.current.version)  # type: ignore[index]
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(
        request,
        "procurement/social_return/contracts/form.html",
        {"form": form, "contract": found, "conflicts": conflicts},
        status=status,
    )

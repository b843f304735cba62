"""What suppliers hand in: worth, judgement, corrections, and a ledger that follows in every order."""

import datetime as dt
import threading
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from procurement.models import Effort, EffortFile, Pseudonym
from procurement.social_return.efforts import actions
from procurement.social_return.efforts.evidence import holds_bsn, is_about_a_benefit
from procurement.social_return.efforts.queries import signals_of
from procurement.social_return.ledger.queries import balance
from procurement.social_return.rulesets import KIND, tables
from tests.factories import make_municipality, make_staff
from tests.procurement.factories import make_member, make_social_return_contract, make_supplier

COORDINATOR = "social_return_coordinator"
BSN = "123456782"  # passes the elfproef; nobody's


@pytest.fixture
def case(municipality, staff):
    tarik = staff(COORDINATOR, name="Tarik")
    supplier = make_supplier(municipality, "Schoonvast bv")
    return (
        municipality,
        tarik,
        supplier,
        make_member(supplier),
        make_social_return_contract(municipality, tarik, supplier),
    )


def placement(contract, by, first=dt.date(2026, 3, 1), last=dt.date(2026, 8, 31), **more):
    facts = {"code": "pw_long", "hours": Decimal(24), "first": first, "last": last, **more}
    return actions.submit(contract=contract, by=by, kind="placement", **facts)


def accepted(effort, by):
    if effort.kind == "placement" and effort.pseudonym_id is None:
        effort = actions.give_pseudonym(effort=effort, version=effort.version, by=by)
    return actions.accept(effort=effort, version=effort.version, by=by)


def sums(contract):
    now = balance(contract.pk)
    return now.promised, now.submitted, now.accepted


def test_from_handed_in_to_accepted_with_a_code(case):
    municipality, tarik, _supplier, member, contract = case
    with scoped([municipality.pk]):
        effort = placement(contract, member)
        assert (effort.value, sums(contract)) == (Decimal("13333.33"), (0, Decimal("13333.33"), 0))
        with pytest.raises(actions.RefusedError, match="pseudonym"):
            actions.accept(effort=effort, version=effort.version, by=tarik)
        effort = accepted(effort, tarik)
        assert sums(contract) == (0, 0, Decimal("13333.33"))
        assert Pseudonym.objects.get().code.startswith("P-")
        assert Mail.objects.filter(to=member.email, subject__startswith="Geaccepteerd").count() == 1
        with pytest.raises(actions.RefusedError, match="state"):
            actions.accept(effort=effort, version=effort.version, by=tarik)


def test_a_refused_effort_and_its_correction(case):
    municipality, tarik, _supplier, member, contract = case
    with scoped([municipality.pk]):
        effort = placement(contract, member)
        effort = actions.refuse(effort=effort, version=effort.version, reason="Bewijs ontbreekt", by=tarik)
        assert sums(contract) == (0, 0, 0)
        again = placement(contract, member, corrects=effort)
        with pytest.raises(actions.RefusedError, match="corrected"):
            placement(contract, member, corrects=effort)
        accepted(again, tarik)
        assert sums(contract) == (0, 0, Decimal("13333.33"))


def test_what_is_accepted_is_corrected_by_a_new_booking(case):
    municipality, tarik, _supplier, member, contract = case
    with scoped([municipality.pk]):
        effort = accepted(placement(contract, member), tarik)
        before = contract.ledger.count()
        actions.correct(
            effort=effort,
            version=effort.version,
            reason="Ging eerder weg",
            by=tarik,
            last=dt.date(2026, 5, 31),
        )
        assert sums(contract) == (0, 0, Decimal("6666.67"))
        assert contract.ledger.count() == before + 1


def test_a_question_an_answer_and_taking_back(case):
    municipality, tarik, _supplier, member, contract = case
    with scoped([municipality.pk]):
        effort = placement(contract, member)
        actions.ask(effort=effort, version=effort.version, text="Tot wanneer?", by=tarik)
        with pytest.raises(StaleVersionError):  # the coordinator looked before the question was asked
            actions.refuse(effort=effort, version=effort.version, reason="Te laat", by=tarik)
        effort = actions.answer(effort=effort, text="Tot augustus", by=member)
        assert effort.state == "submitted"
        actions.withdraw(effort=effort, by=member)
        actions.withdraw(effort=effort, by=member)
        assert sums(contract) == (0, 0, 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_person_over_the_counting_duration_counts_the_same_in_every_order(municipality, staff, order):
    tarik = staff(COORDINATOR)
    with scoped([municipality.pk]):
        set_rules(
            municipality=municipality, kind=KIND, name="Social return", source="Besluit", by=tarik,
            data=next(start.data for start in tables() if start.code == "oost-nederland"),
            valid_from=dt.date(2025, 1, 1),
        )  # fmt: skip
    contract = make_social_return_contract(municipality, tarik)
    member = make_member(contract.supplier)
    with scoped([municipality.pk]):
        code = Pseudonym.objects.create(
            municipality=municipality, code="P-AAA-111", group="pw_long", confirmed_by=tarik
        )
        periods = [
            (dt.date(2026, 2, 1), dt.date(2027, 1, 31), Decimal(36)),
            (dt.date(2027, 2, 1), dt.date(2028, 7, 31), Decimal(18)),
        ]
        for place in order:
            first, last, hours = periods[place]
            effort = placement(contract, member, first, last, hours=hours, pseudonym_code=code.code)
            actions.accept(effort=effort, version=effort.version, by=tarik)
        # 12 months at 40.000, then 12 of the 18 months at half time: 40.000 + 20.000
        assert sums(contract) == (0, 0, Decimal("60000.00"))


def test_the_same_person_at_two_suppliers_is_flagged_never_refused(case):
    municipality, tarik, _supplier, member, contract = case
    other = make_social_return_contract(municipality, tarik)
    with scoped([municipality.pk]):
        first = accepted(placement(contract, member), tarik)
        second = placement(
            other, make_member(other.supplier), pseudonym_code=first.pseudonym.code, replaces=True
        )
        assert [line.code for line in signals_of(second)] == ["twice", "over_hours", "displacement"]
        assert accepted(second, tarik).state == "accepted"


def test_a_newer_plan_takes_the_place_of_the_old_one(case):
    municipality, tarik, _supplier, member, contract = case
    with scoped([municipality.pk]):
        for amount in ("30000", "45000"):
            plan = actions.submit(
                contract=contract, by=member, kind="plan", amount=Decimal(amount), text="Plan"
            )
            accepted(plan, tarik)
        assert sums(contract) == (Decimal("45000"), 0, 0)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_add_up_and_a_form_sent_twice_counts_once():
    municipality = make_municipality()
    tarik = make_staff(municipality, COORDINATOR)
    contract = make_social_return_contract(municipality, tarik)
    member = make_member(contract.supplier)
    keys = [uuid.uuid4() for _number in range(10)] * 2

    def hand_in(key):
        try:
            with scoped([municipality.pk]):
                actions.submit(
                    contract=contract, by=member, kind="purchase", code="sw_company", amount=Decimal("100"),
                    form_key=key,
                )  # fmt: skip
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scoped([municipality.pk]):
        assert (Effort.objects.count(), balance(contract.pk).submitted) == (10, Decimal("1000.00"))


# --- what may not come in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [f"zij heeft {BSN}", "nummer 123.456.782.", "1234 56 782", f"bsn:{BSN}"])
def test_a_bsn_is_recognised(text):
    assert holds_bsn(text)


@pytest.mark.parametrize("text", ["factuur 123456789", "KVK 90000901", "telefoon 0612345678", f"F{BSN}0"])
def test_other_numbers_are_not(text):
    assert not holds_bsn(text)


@pytest.mark.parametrize("name", ["Beschikking UWV.pdf", "uitkering_maart.pdf", "Kopie ID-kaart.jpg"])
def test_benefit_letters_are_recognised_by_their_name(name):
    assert is_about_a_benefit(name)


# --- pages ----------------------------------------------------------------------------------------------------


def page(client, contract, kind, **data):
    return client.post(reverse("my_effort_new", args=[contract.pk, kind]), data)


def test_the_calculator_says_what_it_is_worth_and_keeps_what_was_typed(case, client_for):
    municipality, *_rest, member, contract = case
    answer = page(
        client_for(member), contract, "placement", code="pw_long", hours="24", first="01-03-2026",
        last="31-08-2026", bonuses=["refugee"], text="Proef", calculate="1",
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 200 and "Dit is EUR 16.666,67 waard" in text and "Proef" in text
    with scoped([municipality.pk]):
        assert Effort.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", f"BSN {BSN}", "burgerservicenummer"),
        ("hours", "veel", "Vul een getal in"),
        ("hours", "61", "van 1 tot en met 60"),
        ("first", "01-03-1899", "te lang geleden"),
        ("last", "01-01-2026", "Het einde ligt voor het begin"),
        ("code", "bestaat-niet", "geldige keuze"),
        ("pseudonym_code", "P-XXX-XXX", "Niemand heeft deze code"),
    ],
)
def test_bad_input_gets_a_clear_answer_and_nothing_is_kept(case, client_for, field, value, message):
    municipality, *_rest, member, contract = case
    data = {
        "code": "pw_long", "hours": "24", "first": "01-03-2026", "last": "31-08-2026", "text": "Proef",
        field: value,
    }  # fmt: skip
    answer = page(client_for(member), contract, "placement", **data)
    assert answer.status_code == 422 and message in answer.content.decode()
    with scoped([municipality.pk]):
        assert Effort.objects.count() == 0


def test_a_benefit_letter_is_refused_with_an_explanation(case, client_for):
    *_rest, member, contract = case
    letter = SimpleUploadedFile("beschikking.txt", b"tekst", "text/plain")
    answer = page(
        client_for(member),
        contract,
        "activity",
        hours="4",
        days="1",
        first="01-03-2026",
        text="Les",
        file=letter,
    )
    assert answer.status_code == 422 and "brief over een uitkering" in answer.content.decode()


def test_a_supplier_sees_own_contracts_only(case, client_for):
    municipality, tarik, _supplier, member, contract = case
    other = make_social_return_contract(municipality, tarik)
    client = client_for(member)
    assert client.get(reverse("home"))["Location"] == reverse("my_contracts")
    assert client.get(reverse("my_contract", args=[contract.pk])).status_code == 200
    assert client.get(reverse("my_contract", args=[other.pk])).status_code == 404
    assert client.get(reverse("contract", args=[contract.pk])).status_code == 403


def test_many_are_accepted_at_once_and_what_cannot_is_named(case, client_for):
    municipality, tarik, _supplier, member, contract = case
    with scoped([municipality.pk]):
        bought = actions.submit(
            contract=contract, by=member, kind="purchase", code="sw_company", amount=Decimal("100")
        )
        worker = placement(contract, member)
    client = client_for(tarik)
    answer = client.post(reverse("efforts_accept"), {"effort": [bought.pk, worker.pk, "x"]}, follow=True)
    text = answer.content.decode()
    assert "1 inspanning geaccepteerd" in text and "nog geen code" in text
    with scoped([municipality.pk]):
        assert sums(contract)[2] == Decimal("100.00")


def test_evidence_is_kept_and_only_for_those_it_concerns(case, client_for):
    municipality, tarik, _supplier, member, contract = case
    proof = SimpleUploadedFile("overeenkomst.txt", b"tekst", "text/plain")
    page(
        client_for(member),
        contract,
        "activity",
        hours="4",
        days="1",
        first="01-03-2026",
        text="Les",
        file=proof,
    )
    with scoped([municipality.pk]):
        kept = EffortFile.objects.get()
    assert client_for(member).get(reverse("my_effort_file", args=[kept.pk])).status_code == 200
    assert client_for(tarik).get(reverse("effort_file", args=[kept.pk])).status_code == 200
    stranger = make_member(make_supplier(municipality))
    assert client_for(stranger).get(reverse("my_effort_file", args=[kept.pk])).status_code == 404

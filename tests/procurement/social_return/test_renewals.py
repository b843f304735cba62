"""A supplier hands in the next PSO certificate: a coordinator judges it, the register gets it, nothing else changes."""

import contextlib
import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Document, Mark
from accounts.recognition.marks import add_mark
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import Mail, StoredFile
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, HandedCertificate
from procurement.social_return.contracts.queries import contracts, with_standing
from procurement.social_return.discount.actions import give
from procurement.social_return.discount.engine import Certificate, following, refusal
from procurement.social_return.discount.queries import ending_soon
from procurement.social_return.renewals import actions, queries
from procurement.social_return.rulesets import KIND, tables
from tests.factories import make_case_file, make_municipality, make_staff
from tests.procurement.factories import make_member, make_social_return_contract, make_supplier
from tests.procurement.social_return.register_desk import elsewhere

COORDINATOR = "social_return_coordinator"
AWARD = dt.date(2026, 1, 5)
FORMER = Certificate("2", "PSO-2025-17", dt.date(2025, 3, 1), dt.date(2027, 2, 28))
NEXT = {
    "level": "3",
    "number": "PSO-27-04",
    "valid_from": dt.date(2027, 3, 1),
    "valid_to": dt.date(2029, 2, 28),
}
TYPED = {
    "level": "3", "number": "PSO-27-04", "valid_from": "01-03-2027", "valid_to": "28-02-2029",
}  # fmt: skip


@pytest.fixture
def case(municipality, staff):
    """A supplier with a contract whose discount stands on a certificate that ends before the contract does."""
    tarik = staff(COORDINATOR, name="Tarik")
    rates = {"aspirant": None, "1": "5", "2": "10", "3": "12.5", "30plus": None}
    with scoped([municipality.pk]):
        set_rules(
            municipality=municipality, kind=KIND, name="Social return", source="Besluit 7", by=tarik,
            data={**tables()[0].data, "pso_discount": rates}, valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
    supplier = make_supplier(municipality, "Schoonvast bv")
    contract = make_social_return_contract(municipality, tarik, supplier)
    with scoped([municipality.pk]):
        give(contract=contract, version=contract.version, certificate=FORMER, reason="Gezien", by=tarik)
    return municipality, tarik, make_member(supplier), contract


def hand_in(case, **changes):
    municipality, _tarik, member, contract = case
    return actions.hand_in(
        supplier=contract.supplier,
        by=member,
        file=lambda: store_bytes(
            content=b"scan", name="pso.txt", content_type="text/plain", municipality=municipality, by=member
        ),
        **{**NEXT, **changes},
    )


def register_file(case):
    """The case file of the supplier's enterprise."""
    municipality, _tarik, _member, contract = case
    made = make_case_file(municipality, "Schoonvast bv")
    with scoped([municipality.pk]):
        type(made).objects.filter(pk=made.pk).update(enterprise=contract.supplier.enterprise)
    return made


@given(st.lists(st.tuples(st.sampled_from("123"), st.integers(-60, 60), st.integers(0, 900)), max_size=6))
def test_what_follows_counts_and_lasts_longest(rows):
    first, last = FORMER.valid_from, FORMER.valid_to
    certificates = [
        Certificate(level, "", last + dt.timedelta(begin), last + dt.timedelta(begin + days))
        for level, begin, days in rows
    ]
    found = following(certificates, covered_from=first, covered_to=last, levels={"1", "2"})
    counting = [
        row
        for row in certificates
        if row.level != "3"
        and row.valid_to > last
        and not refusal(row, awarded_on=dt.date(2020, 1, 1), covered_from=first, covered_to=last)
    ]
    assert (found is None) == (not counting)
    assert all(row.valid_to <= found.valid_to for row in counting)


def test_a_certificate_that_ends_is_on_the_desk_from_three_months_ahead_until_somebody_decides(
    case, client_for
):
    municipality, tarik, _member, contract = case
    with scoped([municipality.pk]):
        make_social_return_contract(municipality, tarik)  # without a discount
        for today, there in (
            (dt.date(2026, 11, 27), False),
            (dt.date(2026, 11, 28), True),
            (dt.date(2027, 3, 1), True),
            (dt.date(2027, 9, 1), True),
        ):
            assert [row.pk for row in ending_soon(contracts(), today)] == [contract.pk] * there
            told = " ".join(with_standing([Contract.objects.get(pk=contract.pk)], today)[0].why)
            assert ("het PSO-certificaat eindigt op 28-02-2027" in told) is there
    # The months are those of the contract's own rules.
    with scoped([municipality.pk]):
        contract.refresh_from_db()
        days = (FORMER.valid_to - timezone.localdate()).days
        contract.scheme_data["terms"]["certificate_months"] = days // 27 + 2
        contract.save(update_fields=["scheme_data"])
    shown = client_for(tarik).get("/social-return/contracten/").content.decode()
    assert "Van 1 contract eindigt het PSO-certificaat binnenkort" in shown
    filtered = client_for(tarik).get("/social-return/contracten/?pso=on").content.decode()
    assert contract.reference in filtered and filtered.count('scope="row"') == 1
    with scoped([municipality.pk]):
        longer = Certificate("3", "PSO-27-04", NEXT["valid_from"], contract.ends_on)
        contract.refresh_from_db()
        give(contract=contract, version=contract.version, certificate=longer, reason="Volgt op", by=tarik)
        assert not ending_soon(contracts(), dt.date(2027, 9, 1)).exists()


def test_a_supplier_hands_in_on_its_own_page_and_mistakes_are_told(case, client_for):
    municipality, _tarik, member, contract = case
    browser, address = client_for(member), f"/opdrachtnemer/{contract.supplier_id}/certificaat/"
    key = str(uuid4())

    def send(name="pso.txt", content=b"scan", **changes):
        return browser.post(
            address, {**TYPED, "form_key": key, "file": SimpleUploadedFile(name, content), **changes}
        )

    for changes, words in (
        ({"valid_to": "31-12-2025", "valid_from": "01-01-2025"}, "Dit certificaat is al verlopen"),
        ({"valid_to": "01-02-2027"}, "Het einde ligt voor het begin"),
        ({"valid_to": "02-03-2029"}, "hoogstens 24 maanden geldig"),
        ({"number": "123456782"}, "burgerservicenummer"),
        ({"level": ""}, "Kies de trede die op het certificaat staat"),
        ({"name": "toekenning bijstandsuitkering.pdf"}, "brief over een uitkering"),
        ({"content": b"geen pdf", "name": "pso.pdf"}, "is niet wat de naam zegt"),
    ):
        answer = send(**changes)
        assert answer.status_code == 422 and words in answer.content.decode(), words
        assert changes.get("number", "PSO-27-04") in answer.content.decode()
    without = browser.post(address, {**TYPED, "form_key": key})
    assert without.status_code == 422 and "Kies eerst een bestand" in without.content.decode()
    for _again in range(2):
        assert send().status_code == 302
    assert "hebt dit certificaat al ingestuurd" in send(form_key=str(uuid4())).content.decode()
    shown = browser.get("/opdrachtnemer/certificaten/").content.decode()
    assert "PSO-27-04" in shown and "Wacht op beoordeling" in shown
    with scoped([municipality.pk]):
        row = HandedCertificate.objects.get()
        assert StoredFile.objects.count() == 1  # what was refused left no file behind
    assert b"".join(browser.get(f"/opdrachtnemer/certificaat/{row.pk}/bestand/").streaming_content) == b"scan"
    stranger = client_for(make_member(make_supplier(municipality)))
    assert stranger.get(f"/opdrachtnemer/certificaat/{row.pk}/bestand/").status_code == 404
    assert stranger.post(f"/opdrachtnemer/certificaat/{row.pk}/terugnemen/").status_code == 404
    assert stranger.get(address).status_code == 404
    browser.post(f"/opdrachtnemer/certificaat/{row.pk}/terugnemen/")
    assert send(form_key=str(uuid4())).status_code == 302  # what was taken back may come again


def test_accepted_it_stands_in_the_register_and_the_obligation_waits_for_a_decision(case, client_for):
    municipality, tarik, member, contract = case
    file, browser = register_file(case), client_for(tarik)
    with scoped([municipality.pk]):
        row = hand_in(case)
    assert "PSO-27-04" in browser.get("/social-return/opgaven/").content.decode()
    page = f"/social-return/certificaten/{row.pk}/"
    shown = browser.get(page).content.decode()
    assert "Nu 10% korting: PSO trede 2, geldig tot en met 28-02-2027." in shown
    assert "Dit certificaat kan hier meetellen." in shown
    assert browser.post(f"{page}akkoord/", {"version": "7"}).status_code == 302  # not what was looked at
    with scoped([municipality.pk]):
        assert not Mark.objects.exists()
    browser.post(f"{page}akkoord/", {"version": str(row.version)})
    browser.post(f"{page}akkoord/", {"version": str(row.version)})
    with scoped([municipality.pk]):
        mark = Mark.objects.get(case_file=file)
        assert (mark.level, mark.number, mark.valid_to) == ("3", "PSO-27-04", NEXT["valid_to"])
        assert mark.checked_by == tarik and mark.evidence.file == row.file
        contract.refresh_from_db()
        assert (contract.discount, contract.obligation) == (Decimal(10), Decimal("45000.00"))
        assert [mail.subject for mail in Mail.objects.filter(to=member.email)] == [
            f"Uw PSO-certificaat is geaccepteerd in {municipality.name}"
        ]
    assert "PSO-27-04" in browser.get("/pso/certificaten/").content.decode()
    assert "PSO-27-04" not in browser.get("/social-return/opgaven/").content.decode()
    # The officer decides: the form knows the next certificate, and can still take the discount back.
    address = f"/social-return/contracten/{contract.pk}/"
    assert 'value="PSO-27-04"' in browser.get(address).content.decode()
    decided = {"pso-reason": "Ingetrokken", "pso-version": str(contract.version), "pso-level": "",
               "pso-number": "PSO-27-04", "pso-valid_from": "01-03-2027", "pso-valid_to": "28-02-2029"}  # fmt: skip
    assert browser.post(f"{address}pso-korting/", decided).status_code == 302
    with scoped([municipality.pk]):
        contract.refresh_from_db()
        assert contract.discount == 0


def test_without_a_case_file_the_discount_knows_it_and_with_another_certificate_of_those_days_nothing_is_kept(
    case, client_for
):
    municipality, tarik, _member, contract = case
    with scoped([municipality.pk]):
        row = hand_in(case)
        actions.accept(row=row, version=row.version, by=tarik)
        assert not Mark.objects.exists()
    shown = client_for(tarik).get(f"/social-return/contracten/{contract.pk}/").content.decode()
    assert 'value="PSO-27-04"' in shown
    file = register_file(case)
    with scoped([municipality.pk]):
        add_mark(
            case_file=file, by=tarik, kind="pso", level="1", number="X", issued_by="PSO-Nederland",
            valid_from=dt.date(2027, 6, 1), valid_to=dt.date(2028, 6, 1), checked_on=AWARD,
        )  # fmt: skip
        other = hand_in(case, number="PSO-27-05")
        with pytest.raises(actions.RefusedError) as refused:
            actions.accept(row=other, version=other.version, by=tarik)
        assert refused.value.code == "overlap"
        assert not Document.objects.filter(case_file=file).exists()
        assert queries.waiting().get() == other
    answer = client_for(tarik).post(
        f"/social-return/certificaten/{other.pk}/akkoord/", {"version": other.version}, follow=True
    )
    assert "In het register staat een ander PSO-certificaat" in answer.content.decode()


def test_a_renewal_lets_the_certificate_on_record_end_the_day_before(case, client_for):
    municipality, tarik, _member, _contract = case
    file = register_file(case)
    with scoped([municipality.pk]):
        former = add_mark(
            case_file=file, by=tarik, kind="pso", level="1", number="PSO-25-01", issued_by="PSO-Nederland",
            valid_from=dt.date(2025, 4, 1), valid_to=dt.date(2027, 3, 31), checked_on=AWARD,
        )  # fmt: skip
        row = hand_in(case)  # from 1 March 2027
    browser, page = client_for(tarik), f"/social-return/certificaten/{row.pk}/"
    shown = browser.get(page).content.decode()
    assert "dan eindigt die op 28-02-2027" in shown and 'name="eindigen"' in shown
    refused = browser.post(f"{page}akkoord/", {"version": row.version}, follow=True).content.decode()
    assert "In het register staat een ander PSO-certificaat" in refused
    for _twice in range(2):
        browser.post(f"{page}akkoord/", {"version": row.version, "eindigen": "ja"})
    with scoped([municipality.pk]):
        former.refresh_from_db()
        row.refresh_from_db()
        assert former.valid_to == dt.date(2027, 2, 28) and former.checked_by == tarik
        assert row.state == "accepted" and row.mark.valid_from == dt.date(2027, 3, 1)
        assert Mark.objects.filter(case_file=file).count() == 2


def test_refused_with_a_reason_the_supplier_reads_and_who_comes_second_is_told(case, client_for):
    municipality, tarik, member, _contract = case
    with scoped([municipality.pk]):
        row = hand_in(case)
    browser, page = client_for(tarik), f"/social-return/certificaten/{row.pk}/"
    empty = browser.post(f"{page}weigeren/", {"refuse-reason": "", "refuse-version": row.version})
    assert empty.status_code == 422 and "Schrijf waarom je het weigert" in empty.content.decode()
    browser.post(
        f"{page}weigeren/", {"refuse-reason": "De scan is onleesbaar.", "refuse-version": row.version}
    )
    shown = client_for(member).get("/opdrachtnemer/certificaten/").content.decode()
    assert "De scan is onleesbaar." in shown
    with scoped([municipality.pk]):
        assert "De scan is onleesbaar." in Mail.objects.get(to=member.email).text
        with pytest.raises(StaleVersionError):
            actions.accept(row=row, version=row.version, by=tarik)
        row.refresh_from_db()
        for again in (
            lambda: actions.accept(row=row, version=row.version, by=tarik),
            lambda: actions.withdraw(row=row, by=member),
        ):
            with pytest.raises(actions.RefusedError) as refused:
                again()
            assert refused.value.code == "state"
        assert hand_in(case).state == "waiting"  # a better scan of the same certificate
    assert client_for(make_staff(municipality, "account_manager")).get(page).status_code == 403
    assert client_for(make_staff(make_municipality("Elders"), COORDINATOR)).get(page).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_same_form_four_times_at_once_and_two_decisions_at_once():
    municipality = make_municipality()
    tarik, greet = (make_staff(municipality, COORDINATOR) for _person in range(2))
    contract = make_social_return_contract(municipality, tarik)
    case = (municipality, tarik, make_member(contract.supplier), contract)
    key = uuid4()

    def within(act):
        def do():
            with scoped([municipality.pk]), contextlib.suppress(StaleVersionError, actions.RefusedError):
                act()

        return do

    elsewhere(*[within(lambda: hand_in(case, form_key=key))] * 4)
    with scoped([municipality.pk]):
        row = HandedCertificate.objects.get()
    file = register_file(case)
    elsewhere(
        within(lambda: actions.accept(row=row, version=row.version, by=tarik)),
        within(lambda: actions.accept(row=row, version=row.version, by=greet)),
        within(lambda: actions.refuse(row=row, version=row.version, reason="Nee", by=greet)),
    )
    with scoped([municipality.pk]):
        row.refresh_from_db()
        assert row.version == 2 and row.state in ("accepted", "refused")
        assert Mark.objects.filter(case_file=file).count() == (row.state == "accepted")

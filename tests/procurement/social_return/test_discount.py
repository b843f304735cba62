"""The discount for a PSO certificate: an officer decides, on a certificate that counts, and hears when it ends."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail, StoredFile
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, DiscountDecision, DiscountFile, LedgerEntry
from procurement.social_return.contracts.actions import RefusedError
from procurement.social_return.discount import actions
from procurement.social_return.discount.engine import GAP, NOT_AT_AWARD, Certificate, best, refusal
from procurement.social_return.ledger.queries import balance
from procurement.social_return.reminders.actions import remind
from procurement.social_return.reminders.queries import terms_of_contracts
from procurement.social_return.rulesets import KIND, tables
from procurement.social_return.words import from_stored
from tests.factories import make_municipality, make_staff
from tests.procurement.factories import make_member, make_social_return_contract, make_supplier

COORDINATOR = "social_return_coordinator"
AWARD, END = dt.date(2026, 1, 5), dt.date(2028, 1, 31)
#: Valid at the award, but not to the end of the contract.
SHORT = Certificate("2", "PSO-2025-17", dt.date(2025, 3, 1), dt.date(2027, 2, 28))
NEXT = Certificate("3", "PSO-2027-04", dt.date(2027, 3, 1), dt.date(2029, 2, 28))


@pytest.fixture
def case(municipality, staff):
    tarik = staff(COORDINATOR, name="Tarik")
    with scoped([municipality.pk]):
        set_rules(
            municipality=municipality, kind=KIND, name="Social return", source="Besluit 7", by=tarik,
            data={**tables()[0].data, "pso_discount": {"aspirant": None, "1": "5", "2": "10", "3": "12.5", "30plus": None}},
            valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
    supplier = make_supplier(municipality, "Schoonvast bv")
    return (
        municipality,
        tarik,
        make_member(supplier),
        make_social_return_contract(municipality, tarik, supplier),
    )


def give(contract, by, certificate=SHORT, **changes):
    contract.refresh_from_db()
    facts = {"version": contract.version, "reason": "Gezien bij de aanbesteding", **changes}
    return actions.give(contract=contract, certificate=certificate, by=by, **facts)


def test_a_certificate_counts_when_valid_at_award_or_when_it_follows_on_without_a_day_between():
    first, last = SHORT.valid_from, SHORT.valid_to
    late = Certificate("2", "x", last + dt.timedelta(days=2), END)
    assert refusal(SHORT, awarded_on=AWARD, covered_from=None, covered_to=None) == ""
    assert refusal(NEXT, awarded_on=AWARD, covered_from=None, covered_to=None) == NOT_AT_AWARD
    assert refusal(NEXT, awarded_on=AWARD, covered_from=first, covered_to=last) == ""
    assert refusal(late, awarded_on=AWARD, covered_from=first, covered_to=last) == GAP


@given(st.lists(st.tuples(st.sampled_from("123"), st.integers(-900, 900), st.integers(0, 900)), max_size=6))
def test_the_best_certificate_is_valid_at_the_award_and_none_that_is_gives_more(rows):
    rates = {"1": Decimal(5), "2": Decimal(10)}
    certificates = [
        Certificate(level, "", AWARD + dt.timedelta(begin), AWARD + dt.timedelta(begin + days))
        for level, begin, days in rows
    ]
    fitting = [c for c in certificates if c.level in rates and c.valid_from <= AWARD <= c.valid_to]
    found = best(certificates, awarded_on=AWARD, percentages=rates)
    assert (found is None) == (not fitting)
    assert all(rates[c.level] <= rates[found.level] for c in fitting)


def test_the_obligation_is_less_by_the_percentage_of_the_rules_and_whole_again_when_taken_back(case):
    municipality, tarik, _member, contract = case
    with scoped([municipality.pk]):
        give(contract, tarik)
        contract.refresh_from_db()
        assert contract.obligation == balance(contract.pk).obligation == Decimal("45000.00")
        assert (
            from_stored(contract.explanation)[-1]
            == "10% korting voor het PSO-certificaat: EUR 5.000,00 minder"
        )
        give(contract, tarik, NEXT)
        contract.refresh_from_db()
        assert contract.obligation == Decimal("43750.00")
        actions.take_back(contract=contract, version=contract.version, reason="Verlopen", by=tarik)
        contract.refresh_from_db()
        assert contract.obligation == balance(contract.pk).obligation == Decimal("50000.00")
        assert LedgerEntry.objects.filter(contract=contract).count() == 4
        assert DiscountDecision.objects.filter(contract=contract).count() == 3


def test_what_does_not_count_is_refused_and_changes_nothing(case):
    municipality, tarik, _member, contract = case
    with scoped([municipality.pk]):
        for certificate, code in ((NEXT, NOT_AT_AWARD), (Certificate("30plus", "x", AWARD, END), "level")):
            with pytest.raises(RefusedError) as refused:
                give(contract, tarik, certificate)
            assert refused.value.code == code
        with pytest.raises(RefusedError):
            actions.take_back(contract=contract, version=contract.version, reason="Niets", by=tarik)
        with pytest.raises(StaleVersionError):
            give(contract, tarik, version=contract.version - 1)
        contract.refresh_from_db()
        assert contract.obligation == Decimal("50000.00")


def test_a_decision_is_never_changed_or_removed(case):
    municipality, tarik, _member, contract = case
    with scoped([municipality.pk]):
        made = give(contract, tarik)
        for change in (
            lambda: DiscountDecision.objects.filter(pk=made.pk).update(reason="Iets anders"),
            lambda: DiscountDecision.objects.filter(pk=made.pk).delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_three_months_before_the_certificate_ends_both_sides_hear_of_it_once_and_nothing_changes_by_itself(
    case,
):
    municipality, tarik, member, contract = case

    def told(person):
        return [mail.subject for mail in Mail.objects.filter(to=person.email) if "PSO" in mail.subject]

    with scoped([municipality.pk]):
        give(contract, tarik)
        remind(municipality_id=municipality.pk, today=dt.date(2026, 11, 27))
        assert told(tarik) == told(member) == []
        for _again in range(2):
            remind(municipality_id=municipality.pk, today=dt.date(2026, 11, 28))
        assert len(told(tarik)) == len(told(member)) == 1
        remind(municipality_id=municipality.pk, today=dt.date(2027, 3, 1))
        assert len(told(tarik)) == len(told(member)) == 2
        contract.refresh_from_db()
        assert contract.obligation == Decimal("45000.00")
        give(contract, tarik, NEXT)
        fresh = Contract.objects.get(pk=contract.pk)
        assert "pso" not in [term.code for term in terms_of_contracts([fresh], dt.date(2027, 3, 2))[fresh.pk]]


def test_a_coordinator_decides_on_the_page_of_the_contract_and_wrong_input_is_kept(case, client_for):
    municipality, tarik, _member, contract = case
    browser, page = client_for(tarik), f"/social-return/contracten/{contract.pk}/"
    typed = {
        "pso-level": "2", "pso-number": "PSO-2025-17", "pso-valid_from": "01-03-2026", "pso-valid_to": "28-02-2027",
        "pso-reason": "Gezien", "pso-version": str(contract.version),
    }  # fmt: skip
    answer = browser.post(f"{page}pso-korting/", typed)
    assert answer.status_code == 422
    assert "was niet geldig op de dag van gunning, 05-01-2026" in answer.content.decode()
    assert "PSO-2025-17" in answer.content.decode()
    empty = browser.post(f"{page}pso-korting/", {**typed, "pso-number": "", "pso-valid_to": "31-12-1899"})
    assert empty.status_code == 422
    nameless = browser.post(f"{page}pso-korting/", {**typed, "pso-level": "", "pso-valid_from": "01-03-2025"})
    assert nameless.status_code == 422
    assert "Kies welk certificaat dit is" in nameless.content.decode()
    stale = browser.post(f"{page}pso-korting/", {**typed, "pso-valid_from": "01-03-2025", "pso-version": "1"})
    assert stale.status_code == 409
    right = {**typed, "pso-valid_from": "01-03-2025"}
    assert browser.post(f"{page}pso-korting/", right).status_code == 302
    shown = browser.get(page).content.decode()
    assert "De korting blijft staan tot je opnieuw beslist" in shown
    with scoped([municipality.pk]):
        contract.refresh_from_db()
        assert (contract.obligation, contract.discount) == (Decimal("45000.00"), Decimal("10.00"))
    other = make_staff(make_municipality("Elders"), COORDINATOR)
    assert client_for(other).post(f"{page}pso-korting/", right).status_code == 404


def test_rules_without_a_discount_offer_none(municipality, staff, client_for):
    tarik = staff(COORDINATOR)
    contract = make_social_return_contract(municipality, tarik)
    shown = client_for(tarik).get(f"/social-return/contracten/{contract.pk}/").content.decode()
    assert "geven geen korting voor een PSO-certificaat" in shown
    assert "Korting geven" not in shown


def test_the_certificate_itself_is_kept_with_the_decision_and_what_is_no_document_is_refused(
    case, client_for
):
    municipality, tarik, _member, contract = case
    browser, page = client_for(tarik), f"/social-return/contracten/{contract.pk}/"

    def decide(name, content, **changes):
        data = {
            "pso-level": "2", "pso-number": "PSO-2025-17", "pso-valid_from": "01-03-2025",
            "pso-valid_to": "28-02-2027", "pso-reason": "Gezien", "pso-version": str(contract.version),
            "pso-document": SimpleUploadedFile(name, content), **changes,
        }  # fmt: skip
        return browser.post(f"{page}pso-korting/", data)

    for name, content, words in (
        ("pso.exe", b"MZ", "niet aannemen. Stuur een van deze"),
        ("pso.pdf", b"geen pdf", "is niet wat de naam zegt"),
        ("pso-123456782.txt", b"scan", "burgerservicenummer"),
    ):
        answer = decide(name, content)
        assert answer.status_code == 422
        assert words in answer.content.decode() and "PSO-2025-17" in answer.content.decode()
    late = decide("pso.txt", b"scan", **{"pso-valid_from": "01-03-2026"})
    assert late.status_code == 422
    with scoped([municipality.pk]):
        assert not StoredFile.objects.exists()  # a refusal keeps no file
    assert decide("pso.txt", b"scan").status_code == 302
    with scoped([municipality.pk]):
        kept = DiscountFile.objects.get(decision__contract=contract)
    address = f"/social-return/contracten/pso-korting/{kept.pk}/certificaat/"
    assert address in browser.get(page).content.decode()
    assert b"".join(browser.get(address).streaming_content) == b"scan"
    assert client_for(make_staff(municipality, "account_manager")).get(address).status_code == 403
    assert client_for(make_staff(make_municipality("Elders"), COORDINATOR)).get(address).status_code == 404

"""Settling a contract: nobody is charged unheard, two people decide, every euro is booked once, and it is written."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.jobs.actions import run as run_job
from portal.kernel.models import Job, Mail
from portal.kernel.tenancy.scope import scoped
from procurement.models import Account, Contract, LedgerEntry, Settlement, SettlementLetter
from procurement.social_return.contracts import actions as contracts
from procurement.social_return.efforts import actions as efforts
from procurement.social_return.ledger.queries import balance
from procurement.social_return.scheme import Shortfall
from procurement.social_return.settlement import actions, engine
from procurement.social_return.settlement.rulesets import DEFAULT, LetterTextsForm, paragraphs
from tests.factories import make_municipality, make_staff
from tests.procurement.factories import make_member, make_social_return_contract, make_supplier

COORDINATOR = "social_return_coordinator"
FINE = Shortfall("fine", Decimal("1.5"), recovery_months=3, hearing_days=14)
AFTER = dt.date(2026, 1, 2)
ENDED = {
    "awarded_on": dt.date(2023, 12, 1),
    "starts_on": dt.date(2024, 1, 1),
    "ends_on": dt.date(2025, 12, 31),
}

euros = st.decimals(min_value=0, max_value=10**7, places=2)


@given(euros, euros, st.sampled_from(["fine", "withholding", "none"]), st.decimals(0, 5, places=2))
def test_what_is_charged_is_never_negative_and_only_for_what_is_missing(owed, accepted, kind, factor):
    result = engine.outcome(owed, accepted, Shortfall(kind, factor, 3, 14))
    assert result.missing == max(owed - accepted, 0)
    assert result.charged >= 0
    assert (result.charged == 0) >= (accepted >= owed or kind == "none")


@given(euros, euros, euros)
def test_whoever_realised_more_never_pays_more(owed, accepted, more):
    assert engine.outcome(owed, accepted + more, FINE).charged <= engine.outcome(owed, accepted, FINE).charged


@given(euros, st.decimals(0, 1, places=2))
def test_waiving_everything_leaves_nothing_to_pay_and_more_is_refused(owed, share):
    short = engine.outcome(owed, Decimal(0), FINE).missing
    assert engine.outcome(owed, Decimal(0), FINE, waived=short).charged == 0
    with pytest.raises(engine.WaivedTooMuchError):
        engine.outcome(owed, Decimal(0), FINE, waived=short + Decimal("0.01"))


@pytest.mark.parametrize(
    ("factor", "waived", "charged"),
    [
        ("1.5", "0", "45000.00"),
        ("1.5", "10000", "30000.00"),
        ("1", "0.01", "29999.99"),
        ("1.333", "0", "39990.00"),
    ],
)
def test_the_factor_is_taken_of_what_is_left_and_rounded_once(factor, waived, charged):
    rule = Shortfall("fine", Decimal(factor), 3, 14)
    result = engine.outcome(Decimal("50000"), Decimal("20000"), rule, waived=Decimal(waived))
    assert result.charged == Decimal(charged)


def test_nothing_is_proposed_before_the_supplier_was_heard_or_had_the_time():
    def steps(today, **more):
        facts = {"state": "hearing", "hear_until": dt.date(2026, 1, 16), "recover_until": None, "has_view": False,
                 "missing": Decimal(1), "recovery_months": 3, **more}  # fmt: skip
        return engine.next_steps(engine.Stage(**facts), today)

    assert steps(dt.date(2026, 1, 16)) == {"view"}
    assert steps(dt.date(2026, 1, 17)) == {"view", "propose", "recover"}
    assert steps(dt.date(2026, 1, 3), has_view=True) == {"view", "propose", "recover"}
    assert steps(dt.date(2026, 1, 17), recovery_months=0) == {"view", "propose"}
    recovering = {"state": "recovery", "recover_until": dt.date(2026, 4, 17)}
    assert steps(dt.date(2026, 4, 17), **recovering) == set()
    assert steps(dt.date(2026, 4, 18), **recovering) == {"propose"}
    assert steps(dt.date(2026, 2, 1), **recovering, missing=Decimal(0)) == {"propose"}
    assert steps(dt.date(2026, 2, 1), state="proposed") == {"decide"}
    assert steps(dt.date(2026, 2, 1), state="decided") == set()


@pytest.fixture
def case(municipality, staff):
    tarik, greet = staff(COORDINATOR, name="Tarik"), staff(COORDINATOR, name="Greet")
    supplier = make_supplier(municipality, "Schoonvast bv")
    member = make_member(supplier)
    contract = make_social_return_contract(municipality, tarik, supplier, **ENDED)
    with scoped([municipality.pk]):
        yield tarik, greet, member, contract


def realise(contract, amount, member, by):
    effort = efforts.submit(
        contract=contract, by=member, kind="purchase", code="sw_company", amount=Decimal(amount),
        bought_from="De Schakel", first=dt.date(2025, 3, 1),
    )  # fmt: skip
    return efforts.accept(effort=effort, version=effort.version, by=by)


def letters():
    return list(SettlementLetter.objects.order_by("pk").values_list("kind", flat=True))


def test_from_intention_to_a_fine_that_two_people_decided(case):
    tarik, greet, member, contract = case
    realise(contract, "20000", member, tarik)
    begun = actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    assert (begun.missing, begun.hear_until) == (Decimal("30000.00"), AFTER + dt.timedelta(days=14))
    assert Mail.objects.filter(to=member.email, subject__contains="brief").count() == 1
    with pytest.raises(actions.RefusedError, match="step"):
        actions.propose(
            settlement=begun, version=begun.version, waived=Decimal(0), reason="x", by=tarik, today=AFTER
        )
    for _time in range(2):
        begun = actions.give_view(
            settlement=begun, text="Twee leerlingen haakten af.", by=member, today=AFTER
        )
    assert contract.entries.filter(text__contains="haakten af").count() == 1
    proposed = actions.propose(
        settlement=begun, version=begun.version, waived=Decimal("10000"), reason="Overmacht voor een deel.", by=tarik,
        today=AFTER,
    )  # fmt: skip
    with pytest.raises(actions.RefusedError, match="second"):
        actions.decide(settlement=proposed, version=proposed.version, agree=True, answer="", by=tarik)
    done = actions.decide(settlement=proposed, version=proposed.version, agree=True, answer="", by=greet)
    contract.refresh_from_db()
    factor = contract.scheme.shortfall.factor
    assert (done.state, contract.state) == ("decided", "settled")
    assert (done.waived, done.charged) == (Decimal("10000.00"), 20000 * factor)
    sums = balance(contract.pk)
    assert (sums.waived, sums.charged) == (done.waived, done.charged)
    assert letters() == ["intent", "charge"]
    assert "Overmacht voor een deel." in " ".join(SettlementLetter.objects.last().paragraphs)


def test_who_realised_everything_is_settled_at_once_even_before_the_end(case):
    tarik, _greet, member, contract = case
    realise(contract, "50000", member, tarik)
    done = actions.open_settlement(contract=contract, by=tarik, today=dt.date(2025, 6, 1))
    contract.refresh_from_db()
    assert (done.state, done.charged, contract.state) == ("decided", 0, "settled")
    assert letters() == ["fulfilled"]
    assert not LedgerEntry.objects.filter(account__in=[Account.WAIVED, Account.CHARGED]).exists()


def test_it_does_not_start_before_the_end_or_while_something_waits_or_twice(case):
    tarik, greet, member, contract = case
    with pytest.raises(actions.RefusedError, match="running"):
        actions.open_settlement(contract=contract, by=tarik, today=contract.ends_on)
    waiting = efforts.submit(contract=contract, by=member, kind="activity", hours=Decimal(8), days=1)
    with pytest.raises(actions.RefusedError, match="pending"):
        actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    efforts.refuse(effort=waiting, version=waiting.version, reason="Geen bewijs", by=tarik)
    asked = contracts.ask_deviation(
        contract=contract, amount=Decimal("40000"), reason="Weinig werk", by=tarik
    )
    with pytest.raises(actions.RefusedError, match="deviation"):
        actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    contracts.decide_deviation(deviation=asked, agree=False, answer="", by=greet)
    actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    with pytest.raises(actions.RefusedError, match="state"):
        actions.open_settlement(contract=contract, by=tarik, today=AFTER)


def test_in_the_recovery_period_the_supplier_realises_it_and_pays_nothing(case):
    tarik, _greet, member, contract = case
    begun = actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    begun = actions.give_view(settlement=begun, text="Wij halen het in.", by=member, today=AFTER)
    begun = actions.grant_recovery(
        settlement=begun, version=begun.version, reason="Eerste keer.", by=tarik, today=AFTER
    )
    assert begun.state == "recovery"
    with pytest.raises(actions.RefusedError, match="step"):
        actions.propose(
            settlement=begun, version=begun.version, waived=Decimal(0), reason="x", by=tarik, today=AFTER
        )
    realise(contract, "50000", member, tarik)
    done = actions.propose(
        settlement=begun, version=begun.version, waived=Decimal(0), reason="Ingehaald.", by=tarik, today=AFTER
    )
    assert (done.state, done.missing, done.charged) == ("decided", 0, 0)
    assert letters() == ["intent", "recovery", "fulfilled"]


def test_a_proposal_is_sent_back_and_one_that_no_longer_fits_is_not_agreed(case):
    tarik, greet, member, contract = case
    begun = actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    late = AFTER + dt.timedelta(days=15)
    made = actions.propose(
        settlement=begun,
        version=begun.version,
        waived=Decimal(0),
        reason="Geen reactie.",
        by=tarik,
        today=late,
    )
    back = actions.decide(settlement=made, version=made.version, agree=False, answer="Bel eerst.", by=greet)
    assert (back.state, back.sent_back) == ("hearing", "Bel eerst.")
    again = actions.propose(
        settlement=back, version=back.version, waived=Decimal(0), reason="Gebeld.", by=tarik, today=late
    )
    realise(contract, "1000", member, tarik)
    with pytest.raises(actions.RefusedError, match="changed"):
        actions.decide(settlement=again, version=again.version, agree=True, answer="", by=greet)
    with pytest.raises(StaleVersionError):
        actions.decide(settlement=again, version=again.version - 1, agree=True, answer="", by=greet)


def test_a_settled_contract_never_changes_again(case):
    tarik, _greet, member, contract = case
    realise(contract, "50000", member, tarik)
    actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    contract.refresh_from_db()
    with pytest.raises(contracts.RefusedError, match="settled"):
        contracts.change_contract(
            contract=contract, version=contract.version, changes={"value": Decimal(1)}, reason="x", by=tarik
        )
    with pytest.raises(contracts.RefusedError, match="settled"):
        contracts.enter_turnover(
            contract=contract, first=AFTER, last=AFTER, amount=Decimal(1), by=tarik
        )  # fmt: skip
    with pytest.raises(contracts.RefusedError, match="settled"):
        contracts.ask_deviation(contract=contract, amount=Decimal(1), reason="x", by=tarik)
    with pytest.raises(efforts.RefusedError, match="settled"):
        efforts.submit(contract=contract, by=member, kind="activity", hours=Decimal(8), days=1)


def test_the_database_refuses_a_charge_one_person_decided(case):
    tarik, _greet, _member, contract = case
    begun = actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    with pytest.raises(IntegrityError, match="settlement_charged_by_two_people"), transaction.atomic():
        Settlement.objects.filter(pk=begun.pk).update(charged=1, proposed_by=tarik, decided_by=tarik)


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_printed_once_and_found_on_both_sides(client_for):
    municipality = make_municipality("Vechtstede")
    tarik = make_staff(municipality, COORDINATOR)
    supplier = make_supplier(municipality)
    member = make_member(supplier)
    contract = make_social_return_contract(municipality, tarik, supplier, **ENDED)
    with scoped([municipality.pk]):
        actions.open_settlement(contract=contract, by=tarik, today=AFTER)
        job = Job.objects.get(kind="settlement-letter")
    kept = set()
    for _time in range(2):
        with scoped([municipality.pk]):
            Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
        run_job(str(job.pk), municipality.pk)
        with scoped([municipality.pk]):
            letter = SettlementLetter.objects.get()
        kept.add(letter.file_id)
    assert len(kept) == 1
    for person, path in ((tarik, "social-return"), (member, "opdrachtnemer")):
        answer = client_for(person).get(f"/{path}/brieven/{letter.pk}/")
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_a_colleague_of_another_supplier_reads_nothing(case, client_for, municipality):
    tarik, _greet, _member, contract = case
    actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    stranger = client_for(make_member(make_supplier(municipality)))
    assert stranger.get(f"/opdrachtnemer/contract/{contract.pk}/afrekening/").status_code == 404
    assert stranger.get(f"/opdrachtnemer/brieven/{SettlementLetter.objects.get().pk}/").status_code == 404


def test_mistakes_keep_what_was_typed_and_say_what_to_do(case, client_for):
    tarik, greet, member, contract = case
    begun = actions.open_settlement(contract=contract, by=tarik, today=AFTER)
    url = f"/social-return/contracten/{contract.pk}/afrekening/"
    browser = client_for(tarik)
    own = client_for(member).post(
        f"/opdrachtnemer/contract/{contract.pk}/afrekening/", {"text": "Nummer 123456782 was ziek"}
    )
    assert own.status_code == 422
    assert "burgerservicenummer" in own.content.decode()
    actions.give_view(settlement=begun, text="Ziekte.", by=member, today=AFTER)
    typed = {"propose-version": "2", "propose-waived": "60.000", "propose-reason": "Alles kwijt"}
    answer = browser.post(f"{url}voorstel/", typed)
    assert answer.status_code == 422
    assert "meer dan wat ontbreekt" in answer.content.decode()
    assert "Alles kwijt" in answer.content.decode()
    stale = browser.post(f"{url}voorstel/", {**typed, "propose-version": "1", "propose-waived": ""})
    assert stale.status_code == 409
    assert "Alles kwijt" in stale.content.decode()
    assert browser.post(f"{url}voorstel/", {**typed, "propose-waived": "1.000,00"}).status_code == 302
    silent = client_for(greet).post(f"{url}besluit/", {"decide-version": "3", "decide-answer": ""})
    assert silent.status_code == 422
    assert "Zeg waarom je het terugstuurt" in silent.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_decide_at_once_and_it_is_booked_once():
    municipality = make_municipality("Vechtstede")
    tarik, *others = (make_staff(municipality, COORDINATOR) for _number in range(4))
    contract = make_social_return_contract(municipality, tarik, **ENDED)
    with scoped([municipality.pk]):
        begun = actions.open_settlement(contract=contract, by=tarik, today=AFTER)
        made = actions.propose(
            settlement=begun, version=begun.version, waived=Decimal(0), reason="Geen reactie.", by=tarik,
            today=AFTER + dt.timedelta(days=20),
        )  # fmt: skip
    told = []

    def decide(person):
        try:
            with scoped([municipality.pk]):
                actions.decide(settlement=made, version=made.version, agree=True, answer="", by=person)
            told.append("done")
        except StaleVersionError:
            told.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[person]) for person in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["done", "stale", "stale"]
    with scoped([municipality.pk]):
        assert LedgerEntry.objects.filter(contract=contract, account=Account.CHARGED).count() == 1
        assert Contract.objects.get(pk=contract.pk).state == "settled"


def test_the_words_of_a_letter_are_checked_and_empty_ones_left_out(municipality):
    form = LetterTextsForm({**DEFAULT, "intent": "Beste {naam}", "charge": "Betaal {te_betalen"})
    assert not form.is_valid()
    assert "{naam}" in str(form.errors["intent"])
    assert "accolade" in str(form.errors["charge"])
    assert LetterTextsForm(DEFAULT).is_valid()
    with scoped([municipality.pk]):
        text = paragraphs(
            "recovery", {"tekort": "EUR 1,00", "reden": ""}, municipality_id=municipality.pk, on=AFTER
        )
    assert len(text) == 2
    assert "EUR 1,00" in text[0]

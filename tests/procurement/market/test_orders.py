"""From request to order to ledger: asked once, booked once, corrected when cancelled, and seen by nobody else."""

import datetime as dt
import threading
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail, Person
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from procurement.market.orders import actions
from procurement.market.orders.figures import turnover
from procurement.market.requests import actions as requests
from procurement.market.rulesets import KIND, default
from procurement.models import Contract, Effort, Invitation, LedgerEntry, MarketRequest, Order, PsoPurchase
from procurement.pso.assessments.actions import start
from procurement.social_return.efforts.actions import accept
from procurement.social_return.ledger.queries import balance
from tests.factories import make_case_file, make_person
from tests.procurement.factories import make_member, make_social_return_contract, make_supplier
from tests.procurement.market.conftest import Seller, make_seller

AT = dt.datetime(2026, 11, 2, 10, tzinfo=dt.UTC)


@dataclass
class Deal:
    """A seller with an offer, and a buyer with a contract whose rules count purchases."""

    seller: Seller
    buyer: Person
    contract: Contract
    tarik: Person

    def scope(self):
        return scoped([self.seller.municipality.pk])

    def request(self, **changes) -> MarketRequest:
        facts = {"title": "Lunch voor 40 mensen", "text": "Elke maand.", "category": "catering", **changes}
        return requests.ask(
            municipality=self.seller.municipality, by=self.buyer, supplier=self.contract.supplier,
            contract=self.contract, **facts,
        )  # fmt: skip

    def invitation(self, **changes) -> Invitation:
        made = self.request(**changes)
        return requests.send_wave(request=made, after=0, by=self.buyer)[0]

    def quoted(self, amount="1000.00") -> Order:
        invitation = requests.answer(
            invitation=self.invitation(), interested=True, why="", by=self.seller.entrepreneur
        )
        return actions.quote(
            invitation=invitation, amount=Decimal(amount), text="40 lunches", by=self.seller.entrepreneur
        )

    def count_at_once(self) -> None:
        """The municipality leaves it to the marketplace: what both confirmed counts at once."""
        set_rules(
            municipality=self.seller.municipality, kind=KIND, name="Marktplaats", source="Proef",
            data={**default(), "accept_at_once": True}, valid_from=dt.date(2026, 1, 1), by=self.tarik,
        )  # fmt: skip

    def ordered(self, code="sw_company") -> Order:
        order = self.quoted()
        return actions.place(order=order, version=order.version, purchase_code=code, by=self.buyer)

    def done(self, code="sw_company") -> Order:
        order = self.ordered(code)
        actions.confirm(order=order, as_buyer=False, by=self.seller.entrepreneur)
        return actions.confirm(order=order, as_buyer=True, by=self.buyer)


@pytest.fixture
def deal(seller, staff):
    tarik = staff("social_return_coordinator")
    supplier = make_supplier(seller.municipality, "Schoonvast bv")
    contract = make_social_return_contract(seller.municipality, tarik, supplier)
    seller.offer()
    return Deal(seller, make_member(supplier), contract, tarik)


def test_both_confirm_as_often_as_they_like_and_it_is_booked_once(deal):
    with deal.scope():
        deal.count_at_once()
        order = deal.ordered()
        for _again in range(3):
            actions.confirm(order=order, as_buyer=True, by=deal.buyer)
        assert not Effort.objects.exists()
        for _again in range(3):
            actions.confirm(order=order, as_buyer=False, by=deal.seller.entrepreneur)
            actions.confirm(order=order, as_buyer=True, by=deal.buyer)
        effort = Effort.objects.get()
        share = deal.contract.scheme.purchases["sw_company"].percentage
        assert effort.state == "accepted"
        assert effort.value == Decimal(1000) * share / 100
        assert effort.kvk_number == deal.seller.case_file.enterprise.kvk_number
        assert balance(deal.contract.pk).accepted == effort.value


def test_cancelled_afterwards_is_a_correction_in_the_ledger_and_the_old_booking_stays(deal):
    with deal.scope():
        deal.count_at_once()
        order = deal.done()
        booked = balance(deal.contract.pk).accepted
        for _again in range(2):
            actions.cancel(order=order, reason="Nooit geleverd.", by=deal.buyer)
        assert balance(deal.contract.pk).accepted == 0
        rows = LedgerEntry.objects.filter(contract=deal.contract, account="accepted").order_by("pk")
        assert [row.amount for row in rows] == [booked, -booked]
        assert turnover(AT - dt.timedelta(days=400), timezone.now()).orders == 0


def test_the_seller_alone_takes_nothing_back_that_both_confirmed(deal, client_for):
    with deal.scope():
        order = deal.done()
        with pytest.raises(actions.RefusedError, match="delivered"):
            actions.cancel(order=order, reason="Spijt.", by=deal.seller.entrepreneur, as_seller=True)
    page = f"/markt/opdrachten/{order.pk}/"
    seller, buyer = client_for(deal.seller.entrepreneur), client_for(deal.buyer)
    assert "De opdracht annuleren" not in seller.get(page).content.decode()
    seller.post(f"{page}annuleren/", {"reason": "Spijt."})
    with deal.scope():
        assert Order.objects.get().state == "done"
    assert "De opdracht annuleren" in buyer.get(page).content.decode()


def test_without_a_contract_or_when_it_should_not_count_nothing_is_booked(deal):
    with deal.scope():
        assert deal.done(code="").state == "done"
        assert not Effort.objects.exists()


def test_unless_the_rules_say_otherwise_the_coordinator_judges(deal):
    with deal.scope():
        order = deal.done()
        assert order.effort.state == "submitted"
        assert balance(deal.contract.pk).accepted == 0
        actions.cancel(order=order, reason="Toch niet.", by=deal.buyer)
        assert Effort.objects.get().state == "withdrawn"


def test_cancelled_while_a_coordinator_accepted_it_is_taken_back_all_the_same(deal):
    with deal.scope():
        order = deal.done()
        stale = Order.objects.select_related("effort").get(pk=order.pk)
        accept(effort=order.effort, version=order.effort.version, by=deal.tarik)
        actions.cancel(order=stale, reason="Toch niet.", by=deal.buyer)
        assert balance(deal.contract.pk).accepted == 0


def test_a_kind_the_contract_does_not_know_is_refused(deal):
    with deal.scope():
        order = deal.quoted()
        with pytest.raises(actions.RefusedError):
            actions.place(order=order, version=order.version, purchase_code="verzonnen", by=deal.buyer)


def test_a_settled_contract_takes_nothing_in_and_gives_nothing_back(deal):
    with deal.scope():
        order = deal.ordered()
        Contract.objects.filter(pk=deal.contract.pk).update(state="settled")
        actions.confirm(order=order, as_buyer=False, by=deal.seller.entrepreneur)
        done = actions.confirm(order=order, as_buyer=True, by=deal.buyer)
        assert done.state == "done"
        assert done.effort is None
        Contract.objects.filter(pk=deal.contract.pk).update(state="running")
    with deal.scope():
        other = deal.done()
        Contract.objects.filter(pk=deal.contract.pk).update(state="settled")
        with pytest.raises(actions.RefusedError, match="settled"):
            actions.cancel(order=other, reason="Te laat.", by=deal.buyer)


def test_who_agrees_agrees_to_the_quote_it_saw(deal):
    with deal.scope():
        order = deal.quoted()
        actions.quote(
            invitation=order.invitation, amount=Decimal(2000), text="Duurder", by=deal.seller.entrepreneur
        )
        with pytest.raises(StaleVersionError):
            actions.place(order=order, version=order.version, purchase_code="", by=deal.buyer)


@pytest.mark.django_db(transaction=True)
def test_both_confirm_at_the_same_moment_and_it_is_booked_once(deal):
    with deal.scope():
        order = deal.ordered()

    def go(as_buyer, by):
        with deal.scope():
            actions.confirm(order=order, as_buyer=as_buyer, by=by)
        connection.close()

    sides = ((True, deal.buyer), (False, deal.seller.entrepreneur), (True, deal.buyer))
    threads = [threading.Thread(target=go, args=side) for side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with deal.scope():
        assert Order.objects.get().state == "done"
        assert Effort.objects.count() == 1


def test_waves_ask_the_next_reminders_go_once_and_stop_when_closed(deal):
    others = [make_seller(deal.seller.municipality, f"Ander {number} bv") for number in range(4)]
    for other in others:
        other.offer()
    with deal.scope():
        made = deal.request()
        for _twice in range(2):
            assert len(requests.send_wave(request=made, after=0, by=deal.buyer, at=AT)) == 3
        assert Invitation.objects.count() == 3
        pk, day = deal.seller.municipality.pk, dt.timedelta(days=1)
        before = Mail.objects.count()
        assert requests.go_on(municipality_id=pk, now=AT + 3 * day) == 3
        assert requests.go_on(municipality_id=pk, now=AT + 3 * day) == 0
        assert Mail.objects.count() == before + 3
        assert requests.go_on(municipality_id=pk, now=AT + 4 * day) == 2  # the next wave
        requests.close(request=made, reason="Gevonden", by=deal.buyer)
        assert requests.go_on(municipality_id=pk, now=AT + 30 * day) == 0
        with pytest.raises(requests.RefusedError, match="closed"):
            requests.send_wave(request=made, after=2, by=deal.buyer)


def test_the_whole_way_in_pages_and_nobody_else_sees_it(deal, client_for, staff):
    buyer, seller = client_for(deal.buyer), client_for(deal.seller.entrepreneur)
    typed = {
        "buyer": f"c{deal.contract.pk}",
        "title": "Lunch voor 40",
        "text": "Elke maand",
        "category": "catering",
    }
    assert buyer.post("/markt/vragen/nieuw/", {**typed, "budget": "veel"}).status_code == 422
    assert buyer.post("/markt/vragen/nieuw/", typed).status_code == 302
    with deal.scope():
        made = MarketRequest.objects.get()
    path = f"/markt/vragen/{made.pk}/"
    page = buyer.get(path).content.decode()
    assert "dezelfde categorie" in page
    for _twice in range(2):
        buyer.post(f"{path}versturen/", {"na": "0"})
    with deal.scope():
        asked = Invitation.objects.get()
    mine = f"/markt/gevraagd/{asked.pk}/"
    assert "dezelfde categorie" in seller.get(mine).content.decode()
    assert "Bekeken" in buyer.get(path).content.decode()
    assert seller.post(f"{mine}antwoord/", {"interested": "no", "why": ""}).status_code == 422
    seller.post(f"{mine}antwoord/", {"interested": "yes"})
    assert seller.post(f"{mine}offerte/", {"amount": "x", "text": "40 lunches"}).status_code == 422
    seller.post(f"{mine}offerte/", {"amount": "1.000", "text": "40 lunches"})
    with deal.scope():
        order = Order.objects.get()
    one = f"/markt/opdrachten/{order.pk}/"
    assert seller.post(f"{one}akkoord/", {"version": order.version}).status_code == 403
    assert buyer.post(f"{one}akkoord/", {"version": order.version + 1}).status_code == 409
    buyer.post(f"{one}akkoord/", {"version": order.version, "purchase_code": "sw_company"})
    for browser in (seller, buyer, seller):
        browser.post(f"{one}geleverd/")
    assert "Dit is opgegeven voor de social return" in buyer.get(one).content.decode()
    assert seller.post(f"{one}annuleren/", {"reason": ""}).status_code == 422
    stranger = client_for(make_seller(deal.seller.municipality, "Vreemd bv").entrepreneur)
    other = client_for(make_member(make_supplier(deal.seller.municipality)))
    for browser in (stranger, other):
        assert [browser.get(address).status_code for address in (path, mine, one)] == [404, 404, 404]
    assert client_for(staff("domain_specialist", domains=("care",))).get(one).status_code == 403
    assert client_for(deal.tarik).get(one).status_code == 200
    assert client_for(make_person()).get("/markt/vragen/nieuw/").status_code == 200


def test_what_was_bought_is_offered_to_the_pso_assessment(deal, client_for):
    entrepreneur = make_seller(deal.seller.municipality, "Schoonvast sociaal")
    with deal.scope():
        entrepreneur.case_file.enterprise_id = deal.contract.supplier.enterprise_id
        entrepreneur.case_file.save()
        deal.done()
        draft = start(
            case_file=entrepreneur.case_file, year=timezone.localdate().year, by=entrepreneur.entrepreneur,
            fte=Decimal(40), full_time_hours=Decimal(40),
        )  # fmt: skip
    browser = client_for(entrepreneur.entrepreneur)
    assert "EUR 1.000,00" in browser.get(f"/pso/zelftoetsen/{draft.pk}/").content.decode()
    path = f"/mijn/pso/{draft.pk}/inkoop/"
    assert 'value="1.000,00"' in browser.get(path, {"bij": "Soepel bv"}).content.decode()
    typed = {"name": "Soepel bv", "order": "1.000", "turnover": "90.000", "fte": "3", "score": "40"}
    browser.post(path, typed)
    with deal.scope():
        assert PsoPurchase.objects.get().order == 1000
    assert "Op de marktplaats gekocht" not in browser.get(f"/pso/zelftoetsen/{draft.pk}/").content.decode()


def test_figures_count_what_was_delivered(deal):
    with deal.scope():
        deal.done()
        found = turnover(timezone.now() - dt.timedelta(hours=1), timezone.now() + dt.timedelta(hours=1))
        assert (found.orders, found.turnover, found.sellers) == (1, Decimal(1000), 1)


def test_pages_ask_the_same_number_of_queries_however_many_were_asked(deal, client_for):
    with deal.scope():
        invitation = deal.invitation()
    browser, path = client_for(deal.buyer), f"/markt/vragen/{invitation.request_id}/"

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    count()
    few = count()
    for number in range(8):
        Seller(
            deal.seller.municipality, make_case_file(deal.seller.municipality, f"Ander {number}"), deal.buyer
        ).offer()
    with deal.scope():
        requests.send_wave(request=MarketRequest.objects.get(), after=1, by=deal.buyer)
    assert count() <= few + 1  # offers of who fits besides

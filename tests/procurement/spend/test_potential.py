"""What is bought elsewhere and could be bought here: who offers it, a request from it, what is set aside; and the years."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.tenancy.scope import scoped
from procurement.market.requests.engine import Candidate, Weights
from procurement.market.rulesets import default as market_rules
from procurement.market.words import lexicon_of, roots
from procurement.models import MarketRequest, PotentialStep
from procurement.spend.buyers import Buyer
from procurement.spend.potential import actions, queries
from procurement.spend.potential.engine import fits, market_category, sought
from procurement.spend.rulesets import default
from procurement.spend.share.queries import Wanted
from tests.factories import make_municipality, make_staff
from tests.procurement.market.conftest import make_seller
from tests.procurement.spend.conftest import COORDINATOR, csv, make_social

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = lexicon_of(market_rules())
GENERAL = default()["general_words"]
LABELS = {row["code"]: row["label"] for row in market_rules()["categories"]}
LIST = csv(
    "Catering De Lepel;20000001;9.000,00;Facilitair;Catering en lunches;2025-Q1",
    "Partycentrum;20000002;1.500,00;Communicatie;Catering en lunches;2025-Q2",
    "Soepel bv;10000201;500,00;Facilitair;Catering en lunches;2025-Q2",
    "Netbeheerder;20000003;40.000,00;Vastgoed;Energienet;2025",
    "Van alles bv;20000004;7.000,00;Facilitair;Overige diensten;2025",
    "Zonder categorie;20000005;3.000,00;Facilitair;;2025",
    "Catering De Lepel;20000001;4.000,00;Facilitair;Catering en lunches;2024",
)


@pytest.fixture
def seller(desk):
    made = make_seller(desk.municipality, "Lekker Lokaal")
    made.offer(title="Lunch voor vergaderingen")
    make_seller(desk.municipality, "Fietswerk").offer(
        title="Fietsen repareren", text="Wij maken fietsen.", category="bicycles"
    )
    return made


@pytest.fixture
def list_of(desk, seller):
    make_social(desk.municipality, "Soepel bv", "10000201", by=desk.tarik)
    return desk.bring_in(LIST)


def test_a_category_is_a_question_of_the_words_that_say_something():
    assert not sought("Overige diensten", WORDS, GENERAL).words
    assert sought("Overige diensten", WORDS, GENERAL).query == ""
    found = sought("Diensten: catering", WORDS, GENERAL)
    assert len(found.words) == 1 and "catering" in found.query
    assert LABELS[market_category(found, LABELS, WORDS)].lower().startswith("catering")
    assert market_category(sought("Kwantumverstrengeling", WORDS, GENERAL), LABELS, WORDS) == ""


@given(st.permutations(range(4)))
def test_who_fits_is_the_same_in_whatever_order_the_offers_come(order):
    texts = ("Lunch en broodjes", "Catering op locatie", "Fietsen maken", "Lunch")
    candidates = [
        Candidate(number, number % 3, roots(text, WORDS), "catering") for number, text in enumerate(texts)
    ]
    weights = Weights(**market_rules()["weights"])
    asked = sought("Catering", WORDS, GENERAL)
    found = fits(asked, "catering", [candidates[number] for number in order], weights)
    assert found == fits(asked, "catering", candidates, weights)
    assert len({fit.candidate.owner for fit in found}) == len(found)


def test_the_largest_first_with_who_offers_it_here_and_why(desk, list_of):
    page = desk.client.get(reverse("spend_potential"), {"jaar": "2025"})
    chances = page.context["chances"]
    assert [(chance.category, chance.elsewhere, chance.suppliers) for chance in chances] == [
        ("Energienet", Decimal(40000), 1),
        ("Catering en lunches", Decimal(10500), 2),
        ("Overige diensten", Decimal(7000), 1),
    ]
    assert page.context["paid"] == Decimal(57500)
    catering = chances[1]
    assert catering.total == Decimal(11000)
    assert [fit.offer.case_file.name for fit in catering.fits] == ["Lekker Lokaal"]
    assert "dezelfde categorie" in catering.fits[0].why
    assert not chances[0].fits and chances[2].says_nothing
    text = page.content.decode()
    assert "Niemand biedt dit nu aan" in text and "opdrachten tot EUR 15.000,00" in text
    only = desk.client.get(reverse("spend_potential"), {"afdeling": "Communicatie"}).context["chances"]
    assert [(chance.category, chance.elsewhere) for chance in only] == [
        ("Catering en lunches", Decimal(1500))
    ]


def test_a_page_asks_the_database_as_often_with_ten_categories_as_with_one(
    desk, seller, django_assert_max_num_queries
):
    desk.bring_in(csv("Een;20000001;100,00;A;Catering;2025"))
    desk.client.get(reverse("spend_potential"))
    with django_assert_max_num_queries(40) as first:
        desk.client.get(reverse("spend_potential"))
    rows = [f"L{n};{20000010 + n};{100 + n},00;A;Catering {n};2025" for n in range(30)]
    desk.bring_in(csv(*rows))
    with django_assert_max_num_queries(40) as many:
        assert len(desk.client.get(reverse("spend_potential")).context["chances"]) == 10
    assert len(many) <= len(first) + 1  # the second page is counted


def test_from_a_chance_to_a_request_to_whom_it_concerns(desk, list_of, seller):
    address = f"{reverse('spend_potential_ask')}?categorie=Catering+en+lunches"
    form = desk.client.get(address).context["form"]
    assert form["title"].value() == "Catering en lunches" and form["category"].value() == "catering"
    wrong = desk.client.post(address, {"title": "Lunch", "text": ""})
    assert wrong.status_code == 422 and 'value="Lunch"' in wrong.content.decode()
    typed = {
        "title": "Lunch voor de raad", "text": "Elke maand voor 40 mensen.", "category": "catering",
        "form_key": str(form["form_key"].value()),
    }  # fmt: skip
    answers = [desk.client.post(address, typed) for _twice in range(2)]
    with scoped([desk.municipality.pk]):
        made = MarketRequest.objects.get()
        assert PotentialStep.objects.get().request == made
    assert {answer["Location"] for answer in answers} == {reverse("market_request", args=[made.pk])}
    assert "Lekker Lokaal" in desk.client.get(answers[0]["Location"]).content.decode()
    text = desk.client.get(reverse("spend_potential")).content.decode()
    assert "Tarik vroeg erom" in text and "Lunch voor de raad" in text


def test_a_name_that_is_no_category_of_the_marketplace_takes_that_of_the_best_offer(desk, seller):
    desk.bring_in(csv("Bakker;20000001;100,00;A;Soep en servetten;2025"))
    page = desk.client.get(f"{reverse('spend_potential_ask')}?categorie=Soep+en+servetten")
    assert page.context["form"]["category"].value() == "catering"


def test_what_is_set_aside_says_why_and_comes_back(desk, list_of):
    address = f"{reverse('spend_potential_aside')}?categorie=Energienet"
    empty = desk.client.post(address, {"reason": ""})
    assert empty.status_code == 422 and "error" in empty.content.decode()
    reason = {"reason": "Alleen de netbeheerder mag dit."}
    for _twice in range(2):
        assert desk.client.post(address, reason)["Location"] == reverse("spend_potential")
    text = desk.client.get(reverse("spend_potential")).content.decode()
    assert "Energienet is weggezet" in text and "zette Energienet al weg" in text
    names = [chance.category for chance in desk.client.get(reverse("spend_potential")).context["chances"]]
    assert "Energienet" not in names
    aside = desk.client.get(reverse("spend_potential"), {"weg": "1"})
    assert [chance.category for chance in aside.context["chances"]] == ["Energienet"]
    assert "Alleen de netbeheerder mag dit." in aside.content.decode()
    back = f"{reverse('spend_potential_again')}?categorie=Energienet"
    for _twice in range(2):
        assert desk.client.post(back).status_code == 302
    first = desk.client.get(reverse("spend_potential")).context["chances"][0]
    assert first.category == "Energienet" and not first.steps


def test_a_category_that_is_in_no_list_leads_back(desk, list_of):
    for name in ("spend_potential_ask", "spend_potential_aside"):
        for query in ("", "?categorie=Bestaat+niet", "?categorie=%00"):
            answer = desk.client.get(reverse(name) + query)
            assert (answer.status_code, answer["Location"]) == (302, reverse("spend_potential"))


def test_steps_of_a_supplier_are_its_own_and_go_with_its_lists(desk, list_of):
    theirs = desk.bring_in(LIST, client=desk.theirs)
    query = f"?voor={desk.supplier.pk}&categorie=Energienet"
    desk.theirs.post(reverse("spend_potential_aside") + query, {"reason": "Niet van ons."})
    ours = [chance.category for chance in desk.client.get(reverse("spend_potential")).context["chances"]]
    assert "Energienet" in ours
    with scoped([desk.municipality.pk], person=desk.tarik.pk):
        assert not PotentialStep._base_manager.exists()
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        assert PotentialStep.objects.get().supplier == desk.supplier
    desk.theirs.post(f"{reverse('spend_remove_all')}?voor={desk.supplier.pk}")
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        assert not PotentialStep.objects.exists() and theirs.pk


def test_the_database_keeps_a_step_whole(desk, list_of):
    whose = {"municipality": desk.municipality, "category": "Energienet", "by": desk.tarik}
    with scoped([desk.municipality.pk]):
        for wrong in ({"kind": "asked"}, {"kind": "aside"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                PotentialStep.objects.create(**whose, **wrong)


def test_offers_of_another_municipality_are_no_chance(desk, list_of):
    other = make_municipality(name="Elders")
    make_staff(other, COORDINATOR)
    make_seller(other, "Ver Weg").offer(title="Catering en lunches")
    with scoped([desk.municipality.pk, other.pk]):
        rows = list(queries.elsewhere(Buyer(desk.municipality), Wanted()))
        found = queries.chances(Buyer(desk.municipality), rows)
    assert "Ver Weg" not in {fit.offer.case_file.name for chance in found for fit in chance.fits}


def test_a_request_that_goes_takes_the_step_along_whoever_may_see_it(desk, list_of):
    buyer = Buyer(desk.municipality)
    with scoped([desk.municipality.pk]):
        made = actions.ask_for(
            buyer=buyer, about="Energienet", by=desk.tarik, municipality=desk.municipality, title="Stroom",
            text="Voor het stadhuis", category="energy",
        )  # fmt: skip
        made.delete()
        assert not PotentialStep.objects.exists()


def test_the_share_is_shown_year_by_year_beside_each_other(desk, list_of):
    page = desk.client.get(reverse("spend_share"), {"naar": "categorie"})
    assert page.context["years"] == [2024, 2025]
    rows = {row.label: row.years for row in page.context["beside"]}
    catering = rows["Catering en lunches"]
    assert [line.percent for line in catering] == [Decimal(0), Decimal("4.5")]  # 500 of 11.000
    assert rows["Energienet"][0] is None
    assert [line.total for line in rows["Totaal"]] == [Decimal(4000), Decimal(61000)]
    for query in ({"jaar": "2025"}, {"naar": "omvang"}):
        assert not desk.client.get(reverse("spend_share"), query).context["beside"]


def test_the_case_file_shows_what_the_municipality_paid_and_not_what_others_did(desk, client_for, seller):
    sanne = client_for(make_staff(desk.municipality, "account_manager", name="Sanne"))
    social = make_social(desk.municipality, "Soepel bv", "10000201", by=desk.tarik)
    desk.bring_in(csv("Soepel bv;10000201;777.777,00;X;Y;2025"), client=desk.theirs)
    address = reverse("case_file_instruments", args=[social.pk])
    assert "777.777" not in sanne.get(address).content.decode()
    desk.bring_in(LIST)
    text = sanne.get(address).content.decode()
    assert "EUR 500,00" in text and "777.777" not in text

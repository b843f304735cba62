"""A reserved contract: who qualifies and why not, asking, answering, awarding, and the record that stays."""

import datetime as dt
import io
import threading
from decimal import Decimal

import pikepdf
import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import TimelineEntry
from accounts.recognition.marks import add_mark
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from procurement.models import Tender, TenderAward, TenderInvitation, TenderStep
from procurement.social_return.contracts.actions import make_contract
from procurement.tenders.plan import actions as plans
from procurement.tenders.reserved import actions, engine, queries
from procurement.tenders.reserved.contracts import known, made
from procurement.tenders.reserved.engine import Earlier, Known, finding
from procurement.tenders.reserved.figures import reserved_contracts
from procurement.tenders.reserved.record import record_of
from procurement.tenders.thresholds.rulesets import KIND, default
from tests.factories import make_staff

DAY = dt.date(2026, 11, 26)
UNTIL = {"on": DAY, "ends_on": dt.date(2028, 11, 25), "cpv": "85312100-0", "gap_years": 3}


def codes(found):
    return [line.code for line in found.lines]


def test_a_30_plus_certificate_alone_is_a_reason_to_ask_never_a_yes():
    found = finding("2.82", Known(thirty=True, thirty_until=dt.date(2027, 1, 1)), **UNTIL)
    assert (found.verdict, codes(found)) == ("ask", ["thirty_is_not_enough", "thirty_ends"])
    assert finding("2.82", Known(tested=True, own_test=True), **UNTIL).verdict == "likely"
    assert finding("2.82", Known(tested=True, own_test=False, thirty=True), **UNTIL).verdict == "no"
    assert codes(finding("2.82", Known(), **UNTIL)) == ["nothing_known"]


@pytest.mark.parametrize(
    ("awarded", "cpv", "verdict"),
    [
        (dt.date(2023, 11, 27), "85312100-0", "no"),
        (dt.date(2023, 11, 26), "85312100-0", "likely"),  # three years ago to the day
        (dt.date(2025, 1, 1), "85320000-8", "no"),  # the same group of services
        (dt.date(2025, 1, 1), "80110000-8", "ask"),  # others: a person judges
    ],
)
def test_an_award_under_282a_in_the_three_years_before_is_found_and_named(awarded, cpv, verdict):
    known_now = Known(recognised=True, earlier=(Earlier("Dagbesteding", awarded, cpv),))
    found = finding("2.82a", known_now, **UNTIL)
    assert found.verdict == verdict
    assert (found.verdict == "likely") == (codes(found) == ["recognised_282a"])


def test_an_earlier_award_shuts_the_enterprise_out_and_says_which(desk, client_for):
    winner, _person = desk.enterprise("Zorgtuin")
    first = desk.chosen()
    (asked,) = desk.invite(first, winner)
    desk.award(first, desk.answer(asked))
    second = desk.chosen(title="Dagbesteding in het dorp")
    with pytest.raises(plans.RefusedError) as refused:
        desk.invite(second, winner)
    assert refused.value.code == "excluded"
    page = client_for(desk.person).get(reverse("tender_candidates", args=[second.pk]), {"tekst": "Zorgtuin"})
    text = page.content.decode()
    assert (
        "Komt niet in aanmerking" in text
        and "Zij kreeg “Dagbesteding in de wijk” onder artikel 2.82a" in text
    )
    assert f'value="{winner.pk}"' not in text


def test_a_reserved_choice_needs_a_reason_and_an_article_that_allows_it(desk):
    works = desk.plan(kind="works", cpv_code="45000000-7")
    care = desk.plan(value=Decimal(800000))
    with scoped([desk.municipality.pk]):
        for tender, facts, code in (
            (works, {"procedure": "multiple", "reserved": "2.82a", "reason": "Graag"}, "reserved"),
            (care, {"procedure": "light", "reserved": "2.82", "reason": ""}, "reason"),
            (care, {"procedure": "multiple", "reserved": "", "reason": ""}, "reason"),
        ):
            with pytest.raises(plans.RefusedError) as refused:
                plans.choose(tender=tender, version=1, by=desk.person, **facts)
            assert refused.value.code == code
        with pytest.raises(StaleVersionError):
            plans.choose(tender=care, version=9, procedure="light", reserved="", reason="", by=desk.person)
        assert TenderStep.objects.filter(kind="chosen").count() == 0


def test_changing_what_decides_the_procedure_lets_the_choice_lapse(desk):
    tender = desk.chosen()
    with scoped([desk.municipality.pk]):
        same = plans.change(tender=tender, version=tender.version, by=desk.person, title="Andere naam")
        assert same.state == "chosen"
        lapsed = plans.change(tender=same, version=same.version, by=desk.person, value=Decimal(900000))
        assert (lapsed.state, lapsed.procedure, lapsed.reserved) == ("planned", "", "")


def test_asking_mails_once_and_the_answer_comes_by_link(desk, client):
    tender = desk.chosen()
    case_file, _person = desk.enterprise("Soepel")
    (asked,) = desk.invite(tender, case_file)
    assert desk.invite(tender, case_file) == []
    with scoped([desk.municipality.pk]):
        assert (asked.mailed, Mail.objects.filter(subject__contains="Dagbesteding in de wijk").count()) == (
            1,
            1,
        )
        address = actions.path_of(asked)
    assert "kan dat bewijzen" not in client.get(address).content.decode()
    refused = client.post(address, {"answer": "yes", "words": "Graag", "name": "Boris"})
    assert refused.status_code == 422 and "Graag" in refused.content.decode()
    done = client.post(address, {"answer": "yes", "declares": "on", "words": "Graag", "name": "Boris"})
    assert done.status_code == 302
    client.post(address, {"answer": "yes", "declares": "on", "words": "Graag", "name": "Boris"})
    with scoped([desk.municipality.pk]):
        asked.refresh_from_db()
        assert (asked.answer, asked.declares, asked.answered_name) == ("interested", True, "Boris")
        assert asked.looked_at is not None
        assert TenderStep.objects.filter(tender=tender, kind="answered").count() == 1
        assert TimelineEntry.objects.filter(case_file=case_file, kind="tender").count() == 2
    assert client.get(address.replace(actions.token_of(asked), "raden")).status_code == 404
    assert mail.outbox == []  # mail goes through the outbox


def test_our_clock_decides_who_is_late_and_the_text_stays(desk, client):
    tender = desk.chosen()
    case_file, _person = desk.enterprise()
    (asked,) = desk.invite(tender, case_file, days=0)
    midnight = timezone.make_aware(
        dt.datetime.combine(timezone.localdate() + dt.timedelta(days=1), dt.time.min)
    )
    desk.answer(asked, at=midnight - dt.timedelta(seconds=1))
    with pytest.raises(plans.RefusedError) as refused:
        desk.answer(asked, words="Toch meer", at=midnight)
    assert refused.value.code == "late"
    with scoped([desk.municipality.pk]):
        Tender.objects.filter(pk=tender.pk).update(answer_by=timezone.localdate() - dt.timedelta(days=1))
        address = actions.path_of(asked)
    late = client.post(address, {"answer": "no", "words": "Mijn lange uitleg", "name": "Boris"})
    assert late.status_code == 422
    assert "Mijn lange uitleg" in late.content.decode() and "voorbij" in late.content.decode()


def test_nobody_is_passed_over_and_only_who_takes_part_can_win(desk):
    tender = desk.chosen()
    one, two = (desk.invite(tender, desk.enterprise()[0])[0] for _number in range(2))
    desk.answer(one)
    for winner, code in ((one, "early"),):
        with pytest.raises(plans.RefusedError) as refused:
            desk.award(tender, winner)
        assert refused.value.code == code
    desk.answer(two, takes_part=False)
    for winner, enterprise in ((two, None), (None, two.case_file.enterprise)):
        with pytest.raises(plans.RefusedError) as refused:
            desk.award(tender, winner, enterprise=enterprise)
        assert refused.value.code == "winner"
    award = desk.award(tender, one)
    assert (award.supplier.enterprise_id, award.reserved) == (one.case_file.enterprise_id, "2.82a")
    with pytest.raises(plans.RefusedError):
        desk.award(tender, one)


def test_the_record_says_who_decided_what_by_which_rules_and_never_changes(desk, client_for):
    with scoped([desk.municipality.pk]):
        set_rules(
            municipality=desk.municipality, kind=KIND, name="Inkoop", source="Raadsbesluit 12", by=desk.person,
            data={**default(), "gap_years": 4}, valid_from=timezone.localdate(),
        )  # fmt: skip
    tender = desk.chosen()
    (asked,) = desk.invite(tender, desk.enterprise("Soepel")[0])
    desk.award(tender, desk.answer(asked), motivation="Het plan past bij de wijk.")
    with scoped([desk.municipality.pk]):
        steps = {step.event.kind: step for step in record_of(tender).steps}
        assert list(steps) == ["planned", "chosen", "invited", "answered", "awarded"]
        assert steps["chosen"].event.reason == "Een publiek doel past hierbij."
        assert steps["chosen"].rules == "Regelset versie 1 (Raadsbesluit 12)"
        assert any("4 jaar" in line.text for line in steps["chosen"].lines)
        assert any("geen mededinging" in line.text for line in steps["awarded"].lines)
        with pytest.raises(DatabaseError), transaction.atomic():
            TenderStep.objects.filter(tender=tender).update(reason="Anders")
        with pytest.raises(DatabaseError), transaction.atomic():
            TenderStep.objects.filter(tender=tender).delete()
    client = client_for(desk.person)
    assert "Raadsbesluit 12" in client.get(reverse("tender_record", args=[tender.pk])).content.decode()
    answer = client.get(reverse("tender_record_pdf", args=[tender.pk]))
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert str(document.docinfo["/Title"]) == "Verslag: Dagbesteding in de wijk"
        assert document.Root.MarkInfo.Marked


def test_the_letter_names_the_conditions_and_the_link(desk, client_for, client):
    from procurement.tenders.reserved.letters import paragraphs

    tender = desk.chosen("2.82")
    (asked,) = desk.invite(tender, desk.enterprise()[0])
    with scoped([desk.municipality.pk]):
        text = "\n".join(paragraphs(asked))
        assert "ten minste 30%" in text and actions.path_of(asked) in text
        address = actions.path_of(asked) + "brief.pdf"
    for answer in (
        client.get(address),
        client_for(desk.person).get(reverse("tender_letter", args=[asked.pk])),
    ):
        assert answer.content.startswith(b"%PDF")


def test_stopping_tells_who_was_asked_and_twice_is_once(desk):
    tender = desk.chosen()
    yes, no = (desk.invite(tender, desk.enterprise()[0])[0] for _number in range(2))
    desk.answer(no, takes_part=False)
    with scoped([desk.municipality.pk]):
        before = set(Mail.objects.values_list("pk", flat=True))
        for _time in range(2):
            actions.stop(tender=tender, reason="Geen geld meer", by=desk.person)
        told = list(Mail.objects.exclude(pk__in=before).values_list("to", flat=True))
        assert told == [yes.case_file.members.get().person.email]
    with pytest.raises(plans.RefusedError):
        desk.answer(yes)


def test_an_award_becomes_a_contract_with_social_return_once(desk, client_for):
    tender = desk.chosen()
    (asked,) = desk.invite(tender, desk.enterprise("Soepel")[0])
    award = desk.award(tender, desk.answer(asked))
    page = client_for(desk.person).get(reverse("contract_new"), {"inkoop": tender.pk}).content.decode()
    assert 'value="230.000,00"' in page and 'value="Soepel"' in page
    with scoped([desk.municipality.pk]):
        facts = known(tender.pk, desk.municipality)
        facts = {
            name: facts[name] for name in ("title", "department", "kind", "cpv_code", "value", "awarded_on")
        }
        contract = make_contract(
            municipality=desk.municipality, supplier=award.supplier, by=desk.person, reference="C-282",
            starts_on=award.starts_on, ends_on=award.ends_on, **facts,
        )  # fmt: skip
        for _time in range(2):
            made(tender.pk, contract)
        award.refresh_from_db()
        assert award.contract == contract
        assert TenderStep.objects.filter(tender=tender, kind="contract").count() == 1
        assert known(tender.pk, desk.municipality) == {}


def test_what_a_self_assessment_and_a_certificate_say_reaches_the_finding(desk):
    tender = desk.chosen("2.82")
    case_file, _person = desk.enterprise()
    with scoped([desk.municipality.pk]):
        today = timezone.localdate()
        assert queries.known_of([case_file.pk], on=today)[case_file.pk] == Known()
        add_mark(
            case_file=case_file, by=desk.person, kind="pso", level="3", thirty_plus=True, issued_by="PSO-Nederland",
            valid_from=today, valid_to=today + dt.timedelta(days=90), checked_on=today,
        )  # fmt: skip
        rows, more = queries.candidates(tender, on=today, gap_years=3)
        assert not more and [row.case_file for row in rows] == [case_file]
        assert (rows[0].finding.verdict, codes(rows[0].finding)) == (
            engine.ASK, ["thirty_is_not_enough", "thirty_ends"],
        )  # fmt: skip


def test_the_page_of_candidates_asks_as_many_queries_for_two_as_for_twelve(
    desk, client_for, django_assert_max_num_queries
):
    tender, client = desk.chosen("2.82"), client_for(desk.person)
    address = reverse("tender_candidates", args=[tender.pk])
    with scoped([desk.municipality.pk]):
        today = timezone.localdate()
        for _number in range(12):
            add_mark(
                case_file=desk.enterprise()[0], by=desk.person, kind="pso", level="3", thirty_plus=True,
                issued_by="PSO-Nederland", valid_from=today, checked_on=today,
            )  # fmt: skip
    with django_assert_max_num_queries(22):
        assert client.get(address).content.decode().count('name="onderneming"') == 12


def test_figures_count_reserved_contracts_of_the_quarter(desk):
    tender = desk.chosen()
    (asked,) = desk.invite(tender, desk.enterprise()[0])
    desk.award(tender, desk.answer(asked))
    open_one = desk.plan(title="Lunch", cpv_code="55520000-1", kind="services")
    with scoped([desk.municipality.pk]):
        plans.choose(
            tender=open_one,
            version=open_one.version,
            procedure="european",
            reserved="",
            reason="",
            by=desk.person,
        )
    desk.award(open_one, enterprise=desk.enterprise()[0].enterprise)
    with scoped([desk.municipality.pk]):
        today = timezone.localdate()
        found = reserved_contracts(today, today + dt.timedelta(days=1))
        assert (found.contracts, found.under_282a, found.value) == (1, 1, Decimal(230000))
        assert reserved_contracts(today - dt.timedelta(days=9), today).contracts == 0


def test_another_municipality_sees_none_of_it(desk, other_municipality, client_for):
    tender = desk.chosen()
    stranger = client_for(make_staff(other_municipality, "social_return_coordinator"))
    assert stranger.get(reverse("tender", args=[tender.pk])).status_code == 404
    with scoped([other_municipality.pk]):
        assert not Tender.objects.exists() and not TenderInvitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_award_at_once_award_once(desk):
    tender = desk.chosen()
    one, two = (desk.answer(desk.invite(tender, desk.enterprise()[0])[0]) for _number in range(2))
    outcomes = []

    def run(winner):
        try:
            with scoped([desk.municipality.pk]):
                fresh = Tender.objects.get(pk=tender.pk)
            desk.award(fresh, winner)
            outcomes.append("awarded")
        except (plans.RefusedError, StaleVersionError):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[winner]) for winner in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["awarded", "refused"]
    with scoped([desk.municipality.pk]):
        assert TenderAward.objects.filter(tender=tender).count() == 1

"""Needs and slices through the actions and the pages, for staff, entrepreneur and financier."""

import datetime as dt
import re
from decimal import Decimal

import pikepdf
import pytest
from django.utils import timezone

from accounts.financing import actions
from accounts.financing.figures import paid_by_kind, promised_by_kind
from accounts.financing.letter import render_letter
from accounts.models import EnterpriseMember, FinancingNeed, ShareLink, Slice, SliceDependency, TimelineEntry
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person


@pytest.fixture
def case(municipality, staff):
    sanne, case_file = staff("account_manager"), make_case_file(municipality)
    with scoped([municipality.pk]):
        need = actions.make_need(case_file=case_file, by=sanne, title="Loods", amount=Decimal("100000"))
        loan = actions.add_slice(
            need=need, by=sanne, kind="loan", source="Streekbank", amount=Decimal("60000")
        )
        fund = actions.add_slice(
            need=need, by=sanne, kind="impact_investor", source="Fonds", amount=Decimal("40000")
        )
    return municipality, sanne, need, loan, fund


@pytest.fixture
def member(case):
    municipality, _sanne, need, *_slices = case
    person = make_person()
    with scoped([municipality.pk]):
        EnterpriseMember.objects.create(
            municipality=municipality, case_file_id=need.case_file_id, person=person
        )
    return person


def facts(piece, **changes):
    names = ("kind", "source", "amount", "state", "conditions", "deadline")
    return {**{name: getattr(piece, name) for name in names}, "on": [], **changes}


def test_from_sought_to_paid_with_a_dependency(case):
    municipality, sanne, _need, loan, fund = case
    with scoped([municipality.pk]):
        loan = actions.change_slice(
            piece=loan, version=1, by=sanne, **facts(loan, state="promised", on=[fund.pk])
        )
        with pytest.raises(actions.NotAllowedError, match="waits"):
            actions.change_slice(piece=loan, version=2, by=sanne, **facts(loan, state="paid", on=[fund.pk]))
        actions.change_slice(piece=fund, version=1, by=sanne, **facts(fund, state="promised"))
        assert promised_by_kind() == {"loan": Decimal("60000"), "impact_investor": Decimal("40000")}
        loan = actions.change_slice(
            piece=loan, version=2, by=sanne, **facts(loan, state="paid", on=[fund.pk])
        )
        assert loan.paid_at
        since = timezone.now() - dt.timedelta(days=1)
        assert list(paid_by_kind(since).values()) == [Decimal("60000")]


def test_a_circle_is_refused_and_nothing_is_changed(case):
    municipality, sanne, _need, loan, fund = case
    with scoped([municipality.pk]):
        actions.change_slice(piece=loan, version=1, by=sanne, **facts(loan, on=[fund.pk]))
        with pytest.raises(actions.NotAllowedError, match="circle"):
            actions.change_slice(
                piece=fund, version=1, by=sanne, **facts(fund, on=[loan.pk], amount=Decimal(1))
            )
        assert SliceDependency.objects.count() == 1
        fund.refresh_from_db()
        assert (fund.version, fund.amount) == (1, Decimal("40000"))


def test_the_entrepreneur_sees_changes_and_others_see_nothing(
    case, member, client_for, staff, other_municipality
):
    municipality, _sanne, need, loan, _fund = case
    client = client_for(member)
    assert "Streekbank" in client.get(f"/financiering/{need.pk}/").content.decode()
    assert client.get("/mijn/").status_code == 200
    sent = {"kind": "loan", "source": "Streekbank", "amount": "55.000", "state": "applied", "version": 1}
    assert client.post(f"/financiering/punt/{loan.pk}/", sent).status_code == 302
    with scoped([municipality.pk]):
        assert Slice.objects.get(pk=loan.pk).amount == Decimal("55000")
        assert TimelineEntry.objects.filter(kind="financing", by=member).count() == 1
    assert client_for(make_person()).get(f"/financiering/{need.pk}/").status_code == 404
    assert client.get(f"/financiering/{need.pk}/brief/").status_code in {403, 404}
    assert client_for(staff("alderman")).get(f"/financiering/{need.pk}/").status_code == 403
    assert (
        client_for(staff("account_manager", at=other_municipality))
        .get(f"/financiering/{need.pk}/")
        .status_code
        == 404
    )


def test_a_second_editor_sees_both_versions_and_loses_nothing(case, client_for):
    municipality, sanne, _need, loan, _fund = case
    with scoped([municipality.pk]):
        actions.change_slice(piece=loan, version=1, by=sanne, **facts(loan, source="Grote Bank"))
    sent = {"kind": "loan", "source": "Kleine Bank", "amount": "60.000", "state": "sought", "version": 1}
    answer = client_for(sanne).post(f"/financiering/punt/{loan.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Grote Bank" in page
    assert "Kleine Bank" in page


def test_what_if_a_slice_falls_away(case, client_for):
    municipality, sanne, need, loan, fund = case
    with scoped([municipality.pk]):
        actions.change_slice(piece=loan, version=1, by=sanne, **facts(loan, on=[fund.pk]))
    page = client_for(sanne).get(f"/financiering/{need.pk}/?zonder={fund.pk}").content.decode()
    assert "EUR 100.000,00</strong> nog worden gevonden" in page
    assert client_for(sanne).get(f"/financiering/{need.pk}/?zonder=9{fund.pk}").status_code == 200


def test_a_financier_reads_by_link_until_it_is_withdrawn_or_expires(case, member, client_for, client):
    municipality, _sanne, need, *_slices = case
    own = client_for(member)
    page = own.post(
        f"/financiering/{need.pk}/delen/", {"for_whom": "Streekbank", "days": 30}
    ).content.decode()
    path = re.search(r"/financiering/gedeeld/[^\"]+", page)[0]
    shared = client.get(path)
    assert shared.status_code == 200
    assert "Streekbank" in shared.content.decode()
    assert shared["X-Robots-Tag"] == "noindex, nofollow"
    assert "slice_edit" not in shared.content.decode()
    with scoped([municipality.pk]):
        link = ShareLink.objects.get()
        assert (link.opened, path.endswith(link.token_hash)) == (1, False)
    own.post(f"/financiering/delen/{link.pk}/intrekken/")
    assert client.get(path).status_code == 410
    with scoped([municipality.pk]):
        ShareLink.objects.update(revoked_at=None, expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.get(path).status_code == 410


def test_a_link_of_one_municipality_opens_nothing_at_another(case, other_municipality, client):
    municipality, sanne, need, *_slices = case
    with scoped([municipality.pk]):
        _link, token = actions.share(need=need, for_whom="Streekbank", days=7, by=sanne)
    assert client.get(f"/financiering/gedeeld/{other_municipality.slug}/{token}/").status_code == 410


def test_the_letter_of_support_is_a_tagged_pdf(case, tmp_path):
    municipality, _sanne, need, *_slices = case
    with scoped([municipality.pk]):
        content = render_letter(
            need.pk, text="Beste lezer,\n\nWij steunen dit plan.", signer="Sanne", function=""
        )
    target = tmp_path / "brief.pdf"
    target.write_bytes(content)
    with pikepdf.open(target) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"amount": "veel"}, "bedrag in euro"),
        ({"source": ""}, "verplicht"),
        ({"deadline": "31-02-2026"}, "datum"),
    ],
)
def test_bad_input_is_explained_and_kept(case, client_for, changes, message):
    municipality, sanne, need, *_slices = case
    sent = {"kind": "gift", "source": "Stichting", "amount": "1.000", "state": "sought", **changes}
    answer = client_for(sanne).post(f"/financiering/{need.pk}/punt/", sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    with scoped([municipality.pk]):
        assert FinancingNeed.objects.get().slices.count() == 2


def test_pages_ask_a_fixed_number_of_queries(case, client_for, django_assert_max_num_queries):
    municipality, sanne, need, *_slices = case
    with scoped([municipality.pk]):
        for number in range(12):
            piece = actions.add_slice(
                need=need, by=sanne, kind="gift", source=f"Gever {number}", amount=Decimal(1)
            )
            actions.change_slice(
                piece=piece, version=1, by=sanne, **facts(piece, on=[need.slices.first().pk])
            )
    client = client_for(sanne)
    for path in (f"/financiering/{need.pk}/", f"/dossiers/{need.case_file_id}/instrumenten/"):
        client.get(path)
        # two are the savepoint of the test; the tab adds a bounded price for each instrument
        with django_assert_max_num_queries(32 if "instrumenten" in path else 14):
            assert client.get(path).status_code == 200

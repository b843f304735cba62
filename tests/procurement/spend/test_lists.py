"""A creditor list comes in: wrong rows named, matched, checked by a person, shared out; stopped goes on; gone is gone."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Enterprise
from portal.kernel.jobs import actions as jobs
from portal.kernel.models import Job, StoredFile
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from procurement.models import BadRow, Creditor, Pair, PairMemory, SpendList, SpendSum, SupplierMember
from procurement.spend import rulesets
from procurement.spend.lists import staging
from procurement.spend.matching import actions as matching
from procurement.spend.matching import working
from procurement.spend.privacy import expire
from tests.factories import make_staff
from tests.procurement.spend.conftest import csv, make_pso, make_social

pytestmark = pytest.mark.django_db(transaction=True)
FIETS, BROOD = "10000101", "10000102"
ROWS = (
    f"Fietswerk Noord;{FIETS};1.000,00;Facilitair;Vervoer;2025-Q1",
    f"Fietswerk Noord BV;{FIETS};500,00;Vastgoed;Vervoer;2025-Q2",
    "Brood & Zo B.V.;;250,00;Facilitair;Catering;2025-Q1",
    "Aannemer Jansen;20000001;8.000,00;Vastgoed;Bouw;2025-Q1",
    "Aannemer Jansen;20000001;-250,00;Vastgoed;Bouw;2025-Q1",
    "Café de Hoek;20000002;500,00;Facilitair;Catering;2025-Q3",
)


@pytest.fixture
def social(desk):
    fiets = make_social(desk.municipality, "Fietswerk Noord", FIETS, district="Noord", by=desk.tarik)
    brood = make_social(desk.municipality, "Brood en Zo", BROOD, district="Centrum", by=desk.tarik)
    return fiets, brood


def test_from_the_sheet_to_the_share_with_a_human_check_and_wrong_rows_left_out(desk, social):
    wrong = (
        "Zonder bedrag;;;X;Y;2025",
        "Slager;12;10,00;X;Y;2025",
        ";;5,00;X;Y;2025",
        "Meneer 123456782;;5,00;X;Y;2025",
    )
    source = desk.bring_in(csv(*ROWS, *wrong, "Totaal;;10.000,00;;;", encoding="cp1252"))
    assert (source.good, source.bad, source.skipped) == (6, 4, 1)
    assert desk.creditors(source)["Fietswerk Noord"] == ("matched", "Fietswerk Noord")
    assert desk.creditors(source)["Brood & Zo B.V."][0] == "doubtful"
    assert desk.creditors(source)["Café de Hoek"] == ("none", "")
    assert desk.shares(source) == {"social": Decimal(1500), "": Decimal(8500)}

    with scoped([desk.municipality.pk]):
        assert not StoredFile.objects.exists()  # the file goes once it is read
        pair = Pair.objects.get()
        assert "123456782" not in str(list(BadRow.objects.values_list("cells", "problems")))
    page = desk.client.get(reverse("spend_pairs")).content.decode()
    assert "Brood &amp; Zo B.V." in page and "EUR 250,00" in page
    address = reverse("spend_pair_answer", args=[pair.creditor_id])
    for _twice in range(2):  # the second says that it is answered
        assert desk.client.post(address, {"paar": pair.pk, "zelfde": "ja"}).status_code == 302
    assert desk.shares(source) == {"social": Decimal(1750), "": Decimal(8250)}

    page = desk.client.get(reverse("spend_share")).content.decode()
    assert "17,5%" in page and "EUR 1.750,00" in page
    by_district = desk.client.get(reverse("spend_share"), {"naar": "wijk"}).content.decode()
    assert "Noord" in by_district and "Centrum" in by_district
    by_size = desk.client.get(reverse("spend_share"), {"naar": "omvang"}).content.decode()
    assert "minder dan EUR 10.000,00" in by_size
    only = desk.client.get(reverse("spend_share"), {"afdeling": "Facilitair"}).content.decode()
    assert "71,4%" in only  # 1.250 of 1.750

    # the next list knows it, without asking
    again = desk.bring_in(csv("Brood en Zo;;100,00;Facilitair;Catering;2024"), year=2024)
    assert desk.creditors(again) == {"Brood en Zo": ("matched", "Brood en Zo")}
    assert again.headings[0] == "Leverancier"

    bad = desk.client.get(reverse("spend_bad_rows", args=[source.pk]))
    rows = list(load_workbook(io.BytesIO(bad.content)).active.values)
    assert [row[0] for row in rows[1:]] == [8, 9, 10, 11] and "bedrag" in rows[1][-1].lower()
    sheet = desk.client.get(reverse("spend_export", args=["xlsx"]), {"jaar": "2025"})
    amounts = [row[7] for row in load_workbook(io.BytesIO(sheet.content)).active.values][1:]
    assert sum(Decimal(str(amount)) for amount in amounts) == Decimal(10000)
    text = desk.client.get(reverse("spend_export", args=["csv"])).content.decode("utf-8-sig")
    assert "1000,00" in text


def test_the_same_file_is_one_list_and_overlap_is_told(desk, social):
    source = desk.bring_in(csv(*ROWS))
    answer = desk.upload(csv(*ROWS))
    assert answer.status_code == 422 and "al geüpload" in answer.content.decode()
    with scoped([desk.municipality.pk]):
        assert SpendList.objects.count() == 1 and not StoredFile.objects.exists()
    other = desk.bring_in(csv(ROWS[0]))
    page = desk.client.get(reverse("spend_list", args=[other.pk])).content.decode()
    assert reverse("spend_list", args=[source.pk]) in page and "2025" in page


class KilledError(BaseException):
    """The worker is gone, in the middle of something."""


@pytest.mark.parametrize("dies_in", ["reading", "matching"])
def test_a_worker_that_is_killed_goes_on_where_it_was_and_nothing_counts_twice(
    desk, social, monkeypatch, dies_in
):
    monkeypatch.setattr(staging, "BATCH", 7)
    monkeypatch.setattr(working, "BATCH", 4)
    rows = [
        f"Leverancier {n % 13};{30000000 + n % 13};{n},25;Afdeling {n % 3};Soort {n % 2};2025-Q{n % 4 + 1}"
        for n in range(60)
    ]
    content = csv(*rows, *ROWS, "Fout;;x;;;2025")
    whole = desk.bring_in(content)
    expected = facts_of(desk, whole)
    assert desk.client.post(reverse("spend_list_remove", args=[whole.pk])).status_code == 302

    place, name = (staging, "_add") if dies_in == "reading" else (working, "book")
    done, real = [], getattr(place, name)

    def dies(*args):
        real(*args)
        done.append(1)
        if len(done) == 2:  # after the work of the second batch, before it is for good
            raise KilledError

    monkeypatch.setattr(place, name, dies)
    pk = int(desk.upload(content)["Location"].split("/")[3])
    desk.columns(pk)
    with scoped([desk.municipality.pk]):
        job = Job.objects.get(state="queued")
    with pytest.raises(KilledError):
        jobs.run(str(job.pk), desk.municipality.pk)
    monkeypatch.setattr(place, name, real)
    with scoped([desk.municipality.pk]):
        half = SpendList.objects.get(pk=pk)
        assert half.state == ("reading" if dies_in == "reading" else "matching") and half.cursor > 1
        Job.objects.filter(pk=job.pk).update(heartbeat_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    with scoped([desk.municipality.pk]):
        jobs.find_stuck()  # the sweep notices the missing sign of life
    desk.work()
    with scoped([desk.municipality.pk]):
        ready = SpendList.objects.get(pk=pk)
    assert ready.state == "ready" and facts_of(desk, ready) == expected


def facts_of(desk, source):
    with scoped([desk.municipality.pk]):
        return (
            sorted(
                SpendSum.objects.filter(source=source).values_list(
                    "creditor__key",
                    "department",
                    "category",
                    "year",
                    "quarter",
                    "amount",
                    "rows",
                    "counts_as",
                )
            ),
            sorted(Creditor.objects.filter(source=source).values_list("key", "state", "how", "party_name")),
            sorted(
                Pair.objects.filter(creditor__source=source).values_list(
                    "creditor__key", "party_name", "alike"
                )
            ),
            list(BadRow.objects.filter(source=source).values_list("number", flat=True)),
            (source.good, source.bad, source.skipped),
        )


def test_a_worker_taken_for_dead_that_goes_on_changes_nothing(desk, social, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 2)
    pk = int(desk.upload(csv(*ROWS))["Location"].split("/")[3])
    desk.columns(pk)
    real = staging.JobRun.progress

    def another_worker_went_on(run, *args):
        with scoped([desk.municipality.pk]):
            SpendList.objects.filter(pk=pk).update(cursor=99)
        real(run, *args)

    monkeypatch.setattr(staging.JobRun, "progress", another_worker_went_on)
    desk.work()
    with scoped([desk.municipality.pk]):
        kept = SpendList.objects.select_related("job").get(pk=pk)
        assert (kept.cursor, kept.good, kept.state) == (
            99,
            2,
            "reading",
        )  # only the first batch is of this one
        assert kept.job.state == "running"  # it is the other's job now


def test_a_certificate_counts_in_its_years_and_an_sw_company_by_the_rules(desk):
    held = make_social(desk.municipality, "Poetsploeg", "10000103", by=desk.tarik, public=False)
    make_pso(held, desk.tarik, dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    with scoped([desk.municipality.pk]):
        data = {**rulesets.default(), "sw_companies": [{"kvk": "10000104", "name": "De Schakel"}]}
        set_rules(
            municipality=desk.municipality, kind=rulesets.KIND, name="Proef", data=data, valid_from=dt.date(2024, 1, 1), source="Proef",
            by=desk.tarik,
        )  # fmt: skip
    source = desk.bring_in(
        csv(
            "Poetsploeg;10000103;100,00;A;B;2024",
            "Poetsploeg;10000103;200,00;A;B;2025",
            "Drukkerij De Schakel;10000104;50,00;A;B;2024",
        )
    )
    assert desk.shares(source) == {"": Decimal(100), "pso": Decimal(200), "sw": Decimal(50)}


def test_what_was_said_can_be_taken_back_and_matching_again_keeps_it(desk, social):
    source = desk.bring_in(csv(*ROWS))
    with scoped([desk.municipality.pk]):
        pair = Pair.objects.get()
        matching.answer(pair=pair, same=True, by=desk.tarik)
    assert desk.client.post(reverse("spend_take_back", args=[pair.creditor_id])).status_code == 302
    assert desk.shares(source) == {"social": Decimal(1500), "": Decimal(8500)}
    assert desk.client.post(reverse("spend_list_go_on", args=[source.pk])).status_code == 302
    desk.work()
    assert desk.creditors(source)["Brood & Zo B.V."] == ("none", "")  # "not the same" is remembered
    assert desk.creditors(source)["Fietswerk Noord"][0] == "matched"


def test_a_list_of_a_supplier_is_seen_by_its_people_only_in_the_database_too(desk, social):
    make_social(desk.municipality, "Geheim Sociaal", "10000105", by=desk.tarik, public=False)
    theirs = desk.bring_in(csv(*ROWS, "Geheim Sociaal;10000105;9,00;A;B;2025"), client=desk.theirs)
    assert desk.shares(theirs)["social"] == Decimal(1500)  # matched with what is public only
    ours = desk.bring_in(csv(ROWS[0]))
    for name in ("spend_list", "spend_list_remove", "spend_bad_rows", "spend_list_progress"):
        assert desk.client.get(reverse(name, args=[theirs.pk])).status_code == 404
        assert desk.theirs.get(reverse(name, args=[ours.pk])).status_code == 404
    assert "EUR 9.750" not in desk.client.get(reverse("spend_share")).content.decode()
    with scoped([desk.municipality.pk], person=desk.tarik.pk):
        for model in (SpendList, Creditor, SpendSum, Pair, BadRow, PairMemory):
            assert not model._base_manager.filter(supplier__isnull=False).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            BadRow.objects.create(
                municipality=desk.municipality,
                supplier=desk.supplier,
                source=theirs,
                number=1,
                cells=[],
                problems=[1],
            )
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        assert SpendList.objects.filter(supplier=desk.supplier).count() == 1
        SupplierMember.objects.filter(person=desk.petra).update(is_active=False)
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        assert not SpendList.objects.filter(supplier=desk.supplier).exists()  # who left sees nothing any more


def test_the_alderman_sees_the_share_of_the_municipality_and_nothing_of_a_supplier(desk, social, client_for):
    desk.bring_in(csv(*ROWS), client=desk.theirs)
    alderman = client_for(make_staff(desk.municipality, "alderman", name="Hanna"))
    assert "Aandeel sociale inkoop" not in alderman.get(reverse("dashboard")).content.decode()
    ours = desk.bring_in(csv(ROWS[0], ROWS[3]))
    page = alderman.get(reverse("dashboard")).content.decode()
    assert "Aandeel sociale inkoop" in page and "11,1%" in page and "EUR 9.000,00" in page
    desk.client.post(reverse("spend_list_remove", args=[ours.pk]))
    assert "Aandeel sociale inkoop" not in alderman.get(reverse("dashboard")).content.decode()


def test_remove_all_leaves_nothing_and_says_what_went(desk, social):
    desk.bring_in(csv(*ROWS, "Fout;;x;;;"))
    with scoped([desk.municipality.pk]):
        matching.answer(pair=Pair.objects.get(), same=False, by=desk.tarik)
    assert "ongedaan" in desk.client.get(reverse("spend_remove_all")).content.decode()
    answer = desk.client.post(reverse("spend_remove_all"), follow=True)
    assert "1 lijsten, met 7 rijen, 4 leveranciers en 1 antwoorden" in answer.content.decode()
    with scoped([desk.municipality.pk]):
        for model in (SpendList, Creditor, SpendSum, Pair, BadRow, PairMemory, StoredFile):
            assert not model.objects.exists(), model
        assert not Job.objects.exists()


def test_what_a_supplier_brought_in_goes_with_its_term_and_with_the_supplier(desk, social):
    old = desk.bring_in(csv(*ROWS), client=desk.theirs)
    assert desk.upload(csv(ROWS[0]), client=desk.theirs).status_code == 302  # not read yet: its file goes too
    ours = desk.bring_in(csv(*ROWS))
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        SpendList.objects.update(created_at=dt.datetime(2015, 1, 1, tzinfo=dt.UTC))
    with scoped([desk.municipality.pk]):
        assert expire(desk.municipality.pk) == 2
        assert SpendList.objects.get() == ours and not StoredFile.objects.exists()
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        assert not Creditor.objects.filter(source=old.pk).exists()
    desk.bring_in(csv(*ROWS), client=desk.theirs)
    with (
        scoped([desk.municipality.pk]),
        connection.cursor() as cursor,
    ):  # as an order of the privacy desk does
        SupplierMember.objects.all().delete()
        cursor.execute("DELETE FROM procurement_supplier WHERE id = %s", [desk.supplier.pk])
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        assert SpendList.objects.count() == 1


def test_an_enterprise_that_is_removed_leaves_amounts_without_a_name(desk, social):
    with scoped([desk.municipality.pk]):
        own = Enterprise.objects.create(municipality=desk.municipality, name="Weg")
    theirs = desk.bring_in(csv(*ROWS), client=desk.theirs)
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        Creditor.objects.filter(source=theirs, state="matched").update(enterprise=own)
    with scoped([desk.municipality.pk]), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_enterprise WHERE id = %s", [own.pk])
    with scoped([desk.municipality.pk], person=desk.petra.pk):
        assert Creditor.objects.get(source=theirs, state="matched").enterprise_id is None
    assert desk.shares(theirs)["social"] == Decimal(1500)


def test_stopping_keeps_what_is_read_and_an_unreadable_file_counts_nothing(desk, social):
    pk = int(desk.upload(csv(*ROWS))["Location"].split("/")[3])
    desk.columns(pk)
    desk.client.post(reverse("spend_list_stop", args=[pk]))
    page = desk.client.get(reverse("spend_list", args=[pk])).content.decode()
    assert "gestopt" in page
    desk.client.post(reverse("spend_list_go_on", args=[pk]))
    desk.work()
    with scoped([desk.municipality.pk]):
        assert SpendList.objects.get(pk=pk).state == "ready"
    empty = int(desk.upload(csv("Totaal;;1;;;"))["Location"].split("/")[3])
    desk.columns(empty)
    desk.work()
    with scoped([desk.municipality.pk]):
        found = SpendList.objects.get(pk=empty)
        assert (found.state, found.problem) == ("columns", "empty")
    assert "geen rijen" in desk.client.get(reverse("spend_columns", args=[empty])).content.decode()


def test_columns_ask_for_a_supplier_and_an_amount_and_remember(desk):
    pk = int(desk.upload(b"Wie;Hoeveel\nBakker;12\n")["Location"].split("/")[3])
    answer = desk.columns(pk, mapping={"name": 0})
    assert answer.status_code == 422 and "Kies de kolom voor: Bedrag zonder btw" in answer.content.decode()
    desk.columns(pk, mapping={"name": 0, "amount": 1})
    desk.work()
    other = int(desk.upload(b"Wie;Hoeveel\nSlager;13\n")["Location"].split("/")[3])
    page = desk.client.get(reverse("spend_columns", args=[other])).content.decode()
    assert "eerder een lijst met deze kop" in page

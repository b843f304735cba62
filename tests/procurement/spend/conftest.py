"""A buyer with its people, the social enterprises it may buy from, and the lists it brings in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import CaseFile, Enterprise, Mark, RegisterEntry
from portal.kernel.jobs import actions as jobs
from portal.kernel.models import Job, Municipality, Person
from portal.kernel.tenancy.scope import scoped
from procurement.models import Creditor, SpendList, SpendSum, Supplier
from tests.factories import make_case_file, make_municipality, make_staff
from tests.procurement.factories import make_member, make_supplier

COORDINATOR = "social_return_coordinator"
HEADINGS = "Leverancier;KvK-nummer;Bedrag excl. btw;Afdeling;Categorie;Kwartaal"
MAPPING = {"name": 0, "kvk_number": 1, "amount": 2, "department": 3, "category": 4, "period": 5}


def make_social(
    municipality: Municipality,
    name: str,
    kvk: str = "",
    *,
    district: str = "",
    by: Person,
    public: bool = True,
) -> CaseFile:
    """An enterprise in the public register, or known to the municipality only."""
    case_file = make_case_file(municipality, name, district=district)
    with scoped([municipality.pk]):
        if kvk:
            Enterprise.objects.filter(pk=case_file.enterprise_id).update(kvk_number=kvk, municipality=None)
        if public:
            RegisterEntry.objects.create(
                municipality=municipality, case_file=case_file, slug=f"e{case_file.pk}", name=name, summary="Sociaal",
                state="published", published_at=timezone.now(), decided_by=by, district=district,
            )  # fmt: skip
    return case_file


def make_pso(case_file: CaseFile, by: Person, since: dt.date, until: dt.date) -> None:
    with scoped([case_file.municipality_id]):
        Mark.objects.create(
            municipality_id=case_file.municipality_id, case_file=case_file, kind="pso", level="2", issued_by="TNO",
            valid_from=since, valid_to=until, checked_by=by, checked_on=since,
        )  # fmt: skip


class Desk:
    """The municipality with a coordinator, and a supplier with someone of its own."""

    def __init__(self, client_for: Any) -> None:
        self.municipality = make_municipality()
        self.tarik = make_staff(self.municipality, COORDINATOR, name="Tarik")
        self.client = client_for(self.tarik)
        self.supplier: Supplier = make_supplier(self.municipality, "Schoonvast bv")
        self.petra = make_member(self.supplier)
        self.theirs = client_for(self.petra)

    def upload(self, content: bytes, *, client: Any = None, name: str = "lijst.csv", year: int = 2025) -> Any:
        data = {"file": SimpleUploadedFile(name, content), "name": "Lijst", "year": year}
        return (client or self.client).post(reverse("spend_lists"), data)

    def columns(self, pk: int, *, client: Any = None, mapping: dict[str, int] = MAPPING) -> Any:
        data = {f"column-{number}": "-" for number in range(10)}
        data |= {f"column-{column}": field for field, column in mapping.items()}
        return (client or self.client).post(reverse("spend_columns", args=[pk]), data)

    def work(self) -> None:
        """What the worker does."""
        with scoped([self.municipality.pk]):
            waiting = list(Job.objects.filter(state="queued").values_list("pk", flat=True))
        for pk in waiting:
            jobs.run(str(pk), self.municipality.pk)

    def bring_in(self, content: bytes, *, client: Any = None, **facts: Any) -> SpendList:
        answer = self.upload(content, client=client, **facts)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        pk = int(answer["Location"].split("/")[3])
        assert self.columns(pk, client=client).status_code == 302
        self.work()
        person = self.petra if client is self.theirs else self.tarik
        with scoped([self.municipality.pk], person=person.pk):
            found = SpendList.objects.select_related("job").get(pk=pk)
        assert found.state == "ready", (found.state, found.problem, found.job and found.job.error)
        return found

    def shares(self, source: SpendList) -> dict[str, Decimal]:
        """Group -> euros."""
        with scoped([self.municipality.pk], person=self.petra.pk):
            rows = SpendSum.objects.filter(source=source).order_by().values_list("counts_as")
            return dict(rows.annotate(Sum("amount")))

    def creditors(self, source: SpendList) -> dict[str, tuple[str, str]]:
        """Name -> (state, enterprise)."""
        with scoped([self.municipality.pk], person=self.petra.pk):
            rows = Creditor.objects.filter(source=source).values_list("name", "state", "party_name")
            return {name: (state, party) for name, state, party in rows}


@pytest.fixture
def desk(client_for: Any) -> Desk:
    return Desk(client_for)


def csv(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\n".join((HEADINGS, *rows)).encode(encoding)

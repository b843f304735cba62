"""Many officers and suppliers at the same moment on the same money, against the running server."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from decimal import Decimal

from tests.journeys.crowds import Visitor, all_at_once, crowd, report, told

OFFICERS = """
from accounts.casefile.models import CaseFile, DomainTrack
from accounts.enterprises.models import Enterprise
from accounts.budgets.actions import make_line
from decimal import Decimal
from uuid import uuid4
from django.utils import timezone
officers = [colleague(number, "Budgethouder", ["account_manager"], ["economy"]) for number in range(20)]
with scoped([home.pk]):
    line = make_line(municipality=home, by=officers[0], domain="economy", kind="subsidy", name="Budget in trek",
                     year=timezone.localdate().year, amount=Decimal("10500.00"), source="Begroting")
    files = []
    for number, officer in enumerate(officers):
        name = uuid4().hex  # names that look alike would be offered as doubles to the journey that merges
        enterprise = Enterprise.objects.create(name=name, municipality=home)
        case_file = CaseFile.objects.create(municipality=home, enterprise=enterprise, name=name,
                                            reference=f"AV-{number}", account_manager=officer)
        for domain in ("economy", "work", "care"):
            DomainTrack.objects.create(municipality=home, case_file=case_file, domain=domain)
        files.append(case_file.pk)
answer = {"line": line.pk, "officers": list(zip(files, [logged_in(officer) for officer in officers]))}
"""

BUDGET = """
from accounts.budgets.models import BudgetLine, Commitment
with scoped([home.pk]):
    found = BudgetLine.objects.get(pk=LINE)
    answer = {"committed": str(found.committed),
              "amounts": [str(row.amount) for row in Commitment.objects.filter(line=found)]}
"""


def test_twenty_officers_reserve_from_one_budget(stack):
    made = told(stack, OFFICERS)

    def officer(case_file, session):
        form = [("line", str(made["line"])), ("amount", "1.000,00"), ("purpose", f"Aanvraag van {case_file}")]
        return lambda: [Visitor(stack, session).post(f"/dossiers/{case_file}/budget/", form)]

    began = time.monotonic()
    answers = all_at_once([officer(*who) for who in made["officers"]])
    report("Twenty officers, one budget", answers, time.monotonic() - began)

    assert Counter(answer.status for answer in answers) == {200: 10, 422: 10}
    for answer in answers:
        if answer.status == 422:
            case_file = answer.path.split("/")[2]
            assert "EUR 500,00 over" in answer.text
            assert 'value="1.000,00"' in answer.text and f"Aanvraag van {case_file}" in answer.text
    after = told(stack, BUDGET, LINE=made["line"])
    assert after == {"committed": "10000.00", "amounts": ["1000.00"] * 10}


CONTRACTS = """
import datetime as dt
from decimal import Decimal
from accounts.enterprises.models import Enterprise
from procurement.models import Supplier, SupplierMember
from procurement.social_return.contracts.actions import make_contract
from procurement.social_return.efforts.actions import accept, submit
officers = [colleague(number, "Coordinator", ["social_return_coordinator"], []) for number in range(20)]
contracts, suppliers, waiting, accepted = [], [], [], []
with scoped([home.pk]):
    for number in range(4):
        enterprise = Enterprise.objects.create(name=f"Drukke Aannemer {number}", kvk_number=f"9100{number:04}")
        supplier = Supplier.objects.create(municipality=home, enterprise=enterprise)
        contract = make_contract(
            municipality=home, supplier=supplier, by=officers[0], reference=f"DRUK-{number}", title="Groot werk",
            department="Vastgoed", kind="services", value=Decimal("4000000.00"), awarded_on=dt.date(2026, 1, 5),
            starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2028, 1, 31))
        contracts.append(contract.pk)
        people = []
        for member in range(EACH):
            person = Person.objects.create_user(f"werker{number}-{member}@voorbeeld.example", name=f"Werker {member}")
            SupplierMember.objects.create(municipality=home, supplier=supplier, person=person)
            people.append(person)
            suppliers.append((contract.pk, logged_in(person)))
        for turn in range(8):
            effort = submit(contract=contract, by=people[turn], kind="activity", hours=Decimal(10), days=1,
                            first=dt.date(2026, 3, 2), text="Voorlichting")
            if turn < 2:
                effort = accept(effort=effort, version=effort.version, by=officers[0])
                accepted.append((effort.pk, effort.version))
            else:
                waiting.append((effort.pk, effort.version))
answer = {"contracts": contracts, "suppliers": suppliers, "waiting": waiting, "accepted": accepted,
          "officers": [logged_in(officer) for officer in officers]}
"""

BOOKS = """
from collections import Counter
from decimal import Decimal
from django.db import connection
from django.db.models import Sum
from procurement.models import Effort, LedgerEntry
answer = {"contracts": {}}
with scoped([home.pk]):
    for pk in CONTRACTS:
        efforts = list(Effort.objects.filter(contract_id=pk))
        def worth(*states):
            return str(sum((effort.value for effort in efforts if effort.state in states), Decimal("0.00")))
        def booked(account):
            return str(LedgerEntry.objects.filter(contract_id=pk, account=account).aggregate(s=Sum("amount"))["s"]
                       or Decimal("0.00"))
        answer["contracts"][str(pk)] = {
            "efforts": len(efforts), "keys": len({effort.form_key for effort in efforts if effort.form_key}),
            "states": Counter(effort.state for effort in efforts),
            "worth": [worth("submitted", "asked"), worth("accepted")],
            "booked": [booked("submitted"), booked("accepted")]}
    lines = Counter(LedgerEntry.objects.filter(contract__in=CONTRACTS, account="accepted").values_list("subject"))
    answer["most_bookings"] = max(lines.values())
with connection.cursor() as cursor:
    cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    answer["deadlocks"] = cursor.fetchone()[0]
"""


def test_twenty_officers_and_all_suppliers_on_the_same_contracts(stack):
    """Every supplier hands something in, a quarter of them twice with one form; officers decide about the same things.

    Of each waiting effort all decisions but one come too late, and whoever is late is told.
    """
    each = crowd(200) // 4
    made = told(stack, CONTRACTS, EACH=each)
    waiting, accepted = made["waiting"], made["accepted"]

    def supplier(number, contract, session):
        form = [("text", "Rondleiding"), ("hours", "2"), ("days", "1"), ("first", "02-03-2026"),
                ("form_key", str(uuid.uuid4()))]  # fmt: skip
        path = f"/opdrachtnemer/contract/{contract}/opgeven/activity/"
        send = lambda: [Visitor(stack, session).post(path, form)]  # noqa: E731
        return [send, send] if number % 4 == 0 else [send]  # a double click is two requests at once

    def officer(number, session):
        who = Visitor(stack, session)
        effort, version = waiting[number % 12]
        prefixes = {"akkoord": "accept", "weigeren": "refuse", "vragen": "ask"}

        def decide():
            verb = ("akkoord", "weigeren", "vragen")[number % 3]
            prefix = prefixes[verb]
            form = [
                ("version", str(version)),
                (f"{prefix}-version", str(version)),
                (f"{prefix}-text", "Zie de eisen"),
            ]
            found = [who.post(f"/social-return/opgaven/{effort}/{verb}/", form)]
            turned = [*waiting[number:], *waiting[:number]][:10]
            ticked = [("effort", str(pk)) for pk, _version in turned]
            found.append(who.post("/social-return/opgaven/accepteren/", ticked))
            pk, at = accepted[number % len(accepted)]
            correction = [("correct-version", str(at)), ("correct-hours", "4"), ("correct-first", "02-03-2026"),
                          ("correct-reason", "Te veel uren")]  # fmt: skip
            found.append(who.post(f"/social-return/opgaven/{pk}/corrigeren/", correction))
            return found

        return decide

    tasks = [send for number, who in enumerate(made["suppliers"]) for send in supplier(number, *who)]
    tasks += [officer(number, session) for number, session in enumerate(made["officers"])]
    began = time.monotonic()
    answers = all_at_once(tasks)
    report("Twenty officers, all suppliers", answers, time.monotonic() - began)

    assert Counter(answer.status for answer in answers) == {200: 5 * each + 60}
    corrections = [answer.text for answer in answers if answer.path.endswith("/corrigeren/")]
    assert sum("Gecorrigeerd" in text for text in corrections) == len(accepted)
    assert sum("Een collega heeft dit gewijzigd" in text for text in corrections) == 20 - len(accepted)
    books = told(stack, BOOKS, CONTRACTS=made["contracts"])
    assert books["deadlocks"] == 0
    for found in books["contracts"].values():
        assert (found["efforts"], found["keys"]) == (8 + each, each)
        assert found["booked"] == found["worth"]
    states = sum((Counter(found["states"]) for found in books["contracts"].values()), Counter())
    assert states["submitted"] + states["asked"] >= 4 * each
    assert states["accepted"] + states["refused"] + states["asked"] >= len(accepted) + 12
    assert books["most_bookings"] == 2  # accepted, and the one correction
    total = sum(Decimal(found["booked"][0]) for found in books["contracts"].values())
    assert total >= 4 * each * 2 * 100

"""A believable year of work, made through the same actions people use."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.utils import timezone

from accounts.casefile.actions import change_case_file, change_track, write_note
from accounts.casefile.models import CaseFile, DomainTrack
from accounts.demo.enterprises import ENTERPRISES, TEXTS, WAITING
from accounts.intake.actions import keep_step, start_intake, submit_intake
from accounts.intake.definition import DEFAULT as DEFINITION
from accounts.intake.models import Intake
from accounts.questions.actions import answer_question, answer_route, ask, mark_seen, route
from accounts.questions.models import QuestionRoute
from accounts.timeline.actions import add_task, log_contact
from accounts.triage.actions import accept_intake
from accounts.triage.engine import propose
from accounts.triage.rulesets import DEFAULT as TRIAGE
from portal.kernel.models import Domain, Mail, Municipality, Person
from portal.kernel.people.demo import DEMO_DOMAIN
from portal.kernel.rulesets.actions import set_rules

FIRST = (
    "Aafke",
    "Boris",
    "Chiara",
    "Daan",
    "Esra",
    "Floor",
    "Gijs",
    "Hala",
    "Ivo",
    "Jet",
    "Karim",
    "Lies",
    "Milan",
    "Nour",
    "Otto",
    "Puck",
    "Quinten",
    "Roos",
)
LAST = (
    "Bakema",
    "Cornelissen",
    "Dijkgraaf",
    "El Idrissi",
    "Faber",
    "Groeneveld",
    "Holtrop",
    "Idema",
    "Jorna",
    "Koster",
    "Lubbers",
    "Maas",
    "Nauta",
    "Oosting",
    "Palland",
    "Rademaker",
    "Smeenk",
    "Tromp",
)

TASKS = (
    "Bel terug over de huur van de werkplaats",
    "Stuur de brochure over loonkostensubsidie",
    "Plan een bezoek met de wijkmanager",
    "Vraag inkoop wanneer het cateringcontract afloopt",
    "Zoek een mentor die kan helpen met de begroting",
    "Stel voor aan het ziekenhuis als klant",
    "Controleer of de vergunning rond is",
    "Nodig uit voor de ondernemerslunch in januari",
    "Lees het jaarplan en geef een reactie",
)


def intake_of(municipality: Municipality, row: tuple[Any, ...], contact: str, email: str) -> Intake:
    """A sent-in intake with these answers."""
    name, kvk_number, postcode, street, phase, themes, needs, summary, offer = row
    intake, _token = start_intake(municipality=municipality)
    who = {
        "contact_name": contact, "email": email, "phone": "", "name": name, "kvk_number": kvk_number,
        "legal_form": "bv" if kvk_number else "none", "street": street, "postcode": postcode, "city": municipality.name,
    }  # fmt: skip
    check = {
        item["code"]: ("partly" if item["code"] == "independent" else "yes")
        for item in DEFINITION["criteria"]
    }
    steps: dict[str, dict[str, Any]] = {
        "wie": who,
        "wat": {"summary": summary, "themes": themes, "founded_on": ""},
        "toets": check,
        "vraag": {"phase": phase, "needs": needs, "question_text": TEXTS[needs[0]][0]},
        "aanbod": {"offer": offer},
        "bijlagen": {},
        "toestemming": {"consent": True},
    }
    for code, clean in steps.items():
        intake = keep_step(intake=intake, code=code, typed=clean, clean=clean)
    return submit_intake(intake=intake)


class Year:
    """Makes the year of one municipality. Deterministic, so two demos look the same."""

    def __init__(self, municipality: Municipality, staff: dict[str, Person]) -> None:
        self.municipality = municipality
        self.staff = staff
        self.random = random.Random(2026)
        self.now = timezone.now()

    def make(self) -> None:
        """Rules, 18 enterprises with their year, and three intakes that wait."""
        self._rules()
        for index, row in enumerate(ENTERPRISES):
            self._enterprise(index, row)
        for waiting in WAITING:
            *answers, contact, login = waiting
            intake_of(self.municipality, tuple(answers), str(contact), f"{login}{DEMO_DOMAIN}")
        Mail.objects.filter(state=Mail.State.QUEUED).update(state=Mail.State.SENT, sent_at=timezone.now())

    def _rules(self) -> None:
        districts = [
            {"name": "Binnenstad", "from": 9811, "to": 9812, "manager": self.staff["sanne"].pk},
            {"name": "Noord", "from": 9813, "to": 9815, "manager": self.staff["youssef"].pk},
        ]
        set_rules(
            municipality=self.municipality, kind="triage", name="Triage", data={**TRIAGE, "districts": districts},
            source="Werkafspraken team sociaal ondernemen, januari 2026", valid_from=dt.date(2026, 1, 1),
            by=self.staff["ilse"],
        )  # fmt: skip

    def _enterprise(self, index: int, row: tuple[Any, ...]) -> None:
        _name, _kvk, postcode, _street, _phase, themes, needs, *_rest = row
        start = self.now - dt.timedelta(days=345 - index * 18, hours=index)
        contact = f"{FIRST[index]} {LAST[index]}"
        email = f"{FIRST[index].lower()}{DEMO_DOMAIN}"
        intake = intake_of(self.municipality, row, contact, email)
        Intake.objects.filter(pk=intake.pk).update(
            submitted_at=start,
            created_at=start,
            reference=f"A-{start.year}-{index + 1:04d}" if index else "A-2025-0001",
        )
        intake.refresh_from_db()
        manager = self.staff["sanne" if postcode[:4] in ("9811", "9812") else "youssef"]
        rules = {**TRIAGE}
        proposal = propose(needs=needs, themes=themes, postcode=postcode, rules=rules, managers=[])
        domains = [domain for domain, _codes in proposal.domains]
        case_file = accept_intake(
            intake=intake, by=manager, account_manager=manager, domains=domains,
            district="Binnenstad" if manager == self.staff["sanne"] else "Noord", at=start + dt.timedelta(days=2),
        )  # fmt: skip
        self._tracks(case_file, domains, start + dt.timedelta(days=3))
        question = case_file.questions.first()
        assert question is not None
        self._answer(
            question, needs[0], start + dt.timedelta(days=2), manager, leave_open=index in (14, 16, 17)
        )
        days = (self.now - start).days
        for number, need in enumerate(self.random.sample(sorted(TEXTS), k=min(10, 2 + days // 28))):
            asked = start + dt.timedelta(days=14 + number * 27 + self.random.randint(0, 9))
            if asked > self.now - dt.timedelta(days=2):
                continue
            member = case_file.members.select_related("person").first()
            question = ask(
                case_file=case_file,
                text=TEXTS[need][0],
                need=need,
                by=member.person if member else None,
                asked_at=asked,
            )
            for domain in sorted({TRIAGE["need_domain"][need], self.random.choice(list(Domain.values))}):
                route(
                    question=question,
                    domain=domain,
                    holder=self._specialist(domain),
                    by=manager,
                    at=asked + dt.timedelta(days=1),
                )
            self._answer(question, need, asked, manager, leave_open=(self.now - asked).days < 9)
        self._daily(case_file, manager, start, index)

    def _specialist(self, domain: str) -> Person:
        return self.staff[
            {Domain.ECONOMY: "fenna", Domain.WORK: "marit", Domain.CARE: "kees"}[Domain(domain)]
        ]

    def _tracks(self, case_file: CaseFile, domains: list[str], at: dt.datetime) -> None:
        goals = {
            Domain.ECONOMY: "Een vaste plek en een gezonde begroting",
            Domain.WORK: "Vier mensen duurzaam aan het werk",
            Domain.CARE: "Passende dagbesteding voor vijf bewoners",
        }
        actions = {
            Domain.ECONOMY: "Begroting doornemen",
            Domain.WORK: "Kandidaten voorstellen",
            Domain.CARE: "Plek bezoeken met cliëntondersteuner",
        }
        for track in DomainTrack.objects.filter(case_file=case_file):
            if track.domain not in domains and self.random.random() > 0.55:
                continue
            domain = Domain(track.domain)
            change_track(
                track=track, version=track.version, by=self._specialist(domain), at=at,
                changes={
                    "specialist": self._specialist(domain), "state": self.random.choice(["running", "running", "waiting"]),
                    "goal": goals[domain], "next_action": actions[domain],
                    "next_action_on": timezone.localdate() + dt.timedelta(days=self.random.randint(-4, 30)),
                    "ball_with": self.random.choice(["municipality", "entrepreneur"]),
                },
            )  # fmt: skip

    def _answer(
        self, question: Any, need: str, asked: dt.datetime, manager: Person, *, leave_open: bool
    ) -> None:
        late = self.random.random() < 0.22
        contributed = asked + dt.timedelta(
            days=self.random.randint(16, 24) if late else self.random.randint(2, 8), hours=3
        )
        routes = list(QuestionRoute.objects.filter(question=question))
        for found in routes[: 1 if leave_open else None]:
            if contributed < self.now:
                answer_route(
                    route=found,
                    text=TEXTS[need][1],
                    version=found.version,
                    by=self._specialist(found.domain),
                    at=contributed,
                )
        if leave_open or contributed > self.now:
            return
        question.refresh_from_db()
        answered = min(contributed + dt.timedelta(days=1), self.now)
        answer_question(
            question=question, answer=TEXTS[need][2], version=question.version, by=manager, at=answered
        )
        member = question.case_file.members.select_related("person").first()
        if member and self.random.random() < 0.85:
            mark_seen(
                question=question, by=member.person, at=min(answered + dt.timedelta(hours=20), self.now)
            )

    def _daily(self, case_file: CaseFile, manager: Person, start: dt.datetime, index: int) -> None:
        for step in range(self.random.randint(1, 3)):
            moment = start + dt.timedelta(days=10 + step * 30)
            day = moment.date()
            if day < timezone.localdate():
                log_contact(
                    case_file=case_file, by=manager, channel=self.random.choice(["phone", "visit", "meeting"]), on=day, at=moment,
                    with_whom=f"{FIRST[index]} {LAST[index]}", text="Stand van zaken besproken en afspraken gemaakt voor de komende maand.",
                )  # fmt: skip
        if index % 3 == 0:
            add_task(
                case_file=case_file, title="Stuur uw jaarcijfers van 2025", holder=None, by=manager, for_entrepreneur=True,
                at=max(start, self.now - dt.timedelta(days=6 + index)), due_on=timezone.localdate() + dt.timedelta(days=12),
            )  # fmt: skip
        if index % 2 == 0:
            add_task(
                case_file=case_file, title=TASKS[index // 2 % len(TASKS)], holder=manager, by=manager,
                at=max(start, self.now - dt.timedelta(days=3 + index)), due_on=timezone.localdate() + dt.timedelta(days=self.random.randint(-2, 9)),
            )  # fmt: skip
        if index % 4 == 1:
            write_note(case_file=case_file, domain=Domain.WORK, by=self.staff["marit"],
                       text="Kandidaat W-03 heeft extra begeleiding nodig in de eerste maand. Jobcoach is aangevraagd.")  # fmt: skip
            write_note(case_file=case_file, domain=Domain.CARE, by=self.staff["kees"],
                       text="Deelnemer Z-11 kan twee dagdelen komen. Vervoer is geregeld.")  # fmt: skip
        quiet = index in (5, 13)
        case_file.refresh_from_db()
        if index == 9:
            change_case_file(
                case_file=case_file, version=case_file.version, changes={"state": "resting"}, by=manager
            )
        if quiet:
            CaseFile.objects.filter(pk=case_file.pk).update(
                last_activity_at=self.now - dt.timedelta(weeks=11)
            )

"""What triage shows: candidates that may be the same enterprise, and the proposal in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, CaseFileState, Theme
from accounts.intake import definition
from accounts.intake.answers import IntakeAnswers
from accounts.intake.models import Intake, IntakeState
from accounts.needs import need_label
from accounts.questions.deadlines import KIND as DEADLINES
from accounts.renaming.models import FormerIdentity
from accounts.renaming.queries import NAMED_KINDS, case_files_of
from accounts.triage.engine import Known, Manager, Match, Newcomer, Proposal, match, propose
from accounts.triage.rulesets import KIND
from portal.kernel.models import Domain, Municipality, Person, Role
from portal.kernel.people.queries import colleagues
from portal.kernel.rulesets.queries import active, read_together
from portal.kernel.search.queries import find

#: How many case files at most are looked at one by one.
MOST_CANDIDATES = 60
MOST_SHOWN = 5


#: In the address of the list: the intakes that were decided on.
DECIDED = "besloten"


def intakes_for(params: QueryDict) -> QuerySet[Intake]:
    """Intakes that wait, oldest first; with ?stand=besloten those decided, newest first."""
    if params.get("stand") == DECIDED:
        decided = [IntakeState.ACCEPTED, IntakeState.DECLINED]
        return Intake.objects.filter(state__in=decided).order_by("-submitted_at", "-pk")
    return Intake.objects.filter(state=IntakeState.SUBMITTED).order_by("submitted_at", "pk")


@dataclass(frozen=True)
class Candidate:
    """A case file that may be of the same enterprise, with the reasons in words."""

    case_file: CaseFile
    score: int
    reasons: list[str]
    certain: bool


@dataclass(frozen=True)
class WordedProposal:
    """The proposal with its reasons in words."""

    proposal: Proposal
    managers: list[Person]
    domain_reasons: dict[str, str]
    manager_reason: str


def candidates(answers: IntakeAnswers) -> list[Candidate]:
    """Case files that may be of the same enterprise: by KVK number, resembling name, or address, also former ones.

    At most five queries.
    """
    wanted = Q(pk__in=case_files_of(find(answers.name, kinds=NAMED_KINDS, limit=MOST_CANDIDATES)))
    had_it = Q(pk__in=FormerIdentity.objects.filter(kvk_number=answers.kvk_number or "-").values("case_file"))
    if answers.kvk_number:
        wanted |= Q(enterprise__kvk_number=answers.kvk_number) | had_it
    if answers.postcode:
        wanted |= Q(enterprise__postcode=answers.postcode)
    rows = {
        row.pk: row
        for row in CaseFile.objects.filter(wanted, merged_into=None)
        .select_related("enterprise", "account_manager")
        .alias(
            same_number=Case(
                When(enterprise__kvk_number=answers.kvk_number or "-", then=0),
                When(had_it, then=0),
                default=1,
            )
        )
        .order_by("same_number", "-last_activity_at")[:MOST_CANDIDATES]
    }
    known = [
        Known(
            row.pk,
            row.enterprise.name,
            row.enterprise.kvk_number,
            row.enterprise.postcode,
            row.enterprise.street,
        )
        for row in rows.values()
    ]
    known += [
        Known(old.case_file_id, old.name, old.kvk_number, row.enterprise.postcode, row.enterprise.street)
        for old in FormerIdentity.objects.filter(case_file__in=rows)
        if (row := rows[old.case_file_id])
    ]
    newcomer = Newcomer(answers.name, answers.kvk_number, answers.postcode, answers.street)
    best: dict[int, Match] = {}
    for found in match(newcomer, known, most=len(known)):
        best.setdefault(found.key, found)  # by its present name or a former one, whichever fits better
    return [
        Candidate(
            rows[found.key],
            round(found.score * 100),
            [_reason(*reason) for reason in found.reasons],
            found.certain,
        )
        for found in list(best.values())[:MOST_SHOWN]
    ]


def _reason(code: str, value: str) -> str:
    return {
        "kvk": _("same KVK number (%(value)s)"),
        "name": _("name is %(value)s%% alike"),
        "postcode": _("same postcode (%(value)s)"),
        "address": _("same address (%(value)s)"),
    }[code] % {"value": value}


def proposal_for(answers: IntakeAnswers, municipality: Municipality) -> WordedProposal:
    """Domains, district and account manager by the municipality's rules. Two queries."""
    today = timezone.localdate()
    # The page shows the definition check and the deadline too: their rules come along.
    read_together((KIND, DEADLINES, definition.KIND), on=today, municipality_id=municipality.pk)
    rules = active(KIND, on=today, municipality_id=municipality.pk).data
    people: list[Person] = list(
        colleagues(municipality, role=Role.ACCOUNT_MANAGER).annotate(
            workload=Count(
                "case_files",
                filter=Q(case_files__municipality=municipality, case_files__state=CaseFileState.ACTIVE),
            )
        )
    )
    managers = [Manager(person.pk, str(person), person.workload) for person in people]  # type: ignore[attr-defined]
    proposal = propose(
        needs=answers.needs, themes=answers.themes, postcode=answers.postcode, rules=rules, managers=managers
    )
    domain_reasons = {}
    for domain, codes in proposal.domains:
        words = [str(Theme(code).label) if code in Theme.values else need_label(code) for code in codes]
        domain_reasons[domain] = ", ".join(words) or _("no need points to a domain")
    code, value = proposal.manager_reason
    manager_reason = {
        "district": _("works for district %(value)s"),
        "theme": _("works on the theme %(value)s"),
        "workload": _("has the least work: %(value)s active case files"),
        "nobody": _("there is no account manager yet"),
    }[code] % {"value": Theme(value).label if code == "theme" else value}
    return WordedProposal(proposal, people, domain_reasons, manager_reason)


def domain_choices(worded: WordedProposal) -> list[tuple[str, str]]:
    """The three domains, those proposed with their reason."""
    return [
        (code, f"{label} ({worded.domain_reasons[code]})" if code in worded.domain_reasons else str(label))
        for code, label in Domain.choices
    ]

"""An enterprise of the demo that moves to the other municipality; the entrepreneur consents, and Lindehaven has to look."""

from __future__ import annotations

from accounts.casefile.models import CaseFile, EnterpriseMember
from accounts.transfer.actions import ask, consent
from accounts.transfer.models import OpenTasks
from accounts.transfer.parts import OPTIONAL
from portal.kernel.models import Municipality, Person


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Vers van de Vecht rents a hall in Lindehaven."""
    case_file = CaseFile.objects.get(name="Vers van de Vecht")
    transfer = ask(
        case_file=case_file,
        to=Municipality.objects.get(slug="lindehaven"),
        reason="Vanaf januari huurt Vers van de Vecht een koelhal aan de haven van Lindehaven.",
        open_tasks=OpenTasks.END,
        by=staff["youssef"],
    )
    member = EnterpriseMember.objects.filter(case_file=case_file, is_active=True).select_related("person")[0]
    consent(transfer=transfer, chosen=[part.value for part in OPTIONAL], by=member.person)

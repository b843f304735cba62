"""Samples of the routes of tenders."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from portal.kernel.tenancy.scope import scoped
from procurement.models import Tender, TenderInvitation
from procurement.tenders.plan import actions
from procurement.tenders.reserved.actions import invite, token_of
from tests.route_samples import Sample, World, sample


def _invitation(world: World) -> TenderInvitation:
    """An enterprise that is asked and did not answer yet."""
    with scoped([world.municipality.pk]):
        rows = TenderInvitation.objects.select_related("tender__municipality", "tender__holder")
        found = rows.filter(case_file=world.case_file, tender__state="open").first()
        if found:
            return found
        today = timezone.localdate()
        made = actions.plan(
            municipality=world.municipality, by=world.colleague, title="Dagbesteding", department="Wmo", kind="social",
            cpv_code="85312100-0", value=Decimal(240000), begins_on=today, starts_on=today, months=24,
        )  # fmt: skip
        made = actions.show(
            tender=made, version=made.version, is_public=True, shows_value=True, by=world.colleague
        )
        made = actions.choose(
            tender=made, version=made.version, procedure="multiple", reserved="2.82", reason="Past",
            by=world.colleague,
        )  # fmt: skip
        invite(
            tender=made, case_files=[world.case_file.pk], by=world.colleague,
            answer_by=today + dt.timedelta(days=9),
        )  # fmt: skip
        return rows.get(tender=made)


def tender(world: World) -> Tender:
    """A public tender to which an enterprise is asked."""
    return _invitation(world).tender


@sample(
    "tender", "tender_edit", "tender_choose", "tender_show", "tender_stop", "tender_candidates", "tender_award",
    "tender_record", "tender_record_pdf",
)  # fmt: skip
def _one(world: World) -> Sample:
    found = tender(world)
    return Sample({"pk": found.pk}, found)


@sample("tender_letter")
def _letter(world: World) -> Sample:
    found = _invitation(world)
    return Sample({"pk": found.pk}, found)


@sample("tender_invitation", "tender_invitation_letter")
def _own(world: World) -> Sample:
    token = token_of(_invitation(world))
    return Sample({"municipality_slug": world.municipality.slug, "token": token})

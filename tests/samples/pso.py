"""Samples of the routes of PSO self-assessments and certificates."""

import datetime as dt
from decimal import Decimal

from accounts.recognition.marks import add_mark
from accounts.recognition.models import Mark
from accounts.timeline.actions import add_document
from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import PsoAssessment, PsoPurchase, PsoWorkers
from procurement.pso.assessments import actions
from tests.route_samples import Sample, World, sample


def _draft(world: World) -> PsoAssessment:
    with scoped([world.municipality.pk]):
        made = actions.start(
            case_file=world.case_file,
            year=2026,
            by=world.colleague,
            fte=Decimal(40),
            full_time_hours=Decimal(40),
        )
        if not made.workers.exists():
            actions.add_row(
                PsoWorkers, assessment=made, by=world.colleague, category="pw", form="regular", people=2,
                hours=Decimal(32),
            )  # fmt: skip
            actions.add_row(
                PsoPurchase, assessment=made, by=world.colleague, name="De Schakel", order=Decimal(5000),
                turnover=Decimal(900000), fte=Decimal(20), score=Decimal(60),
            )  # fmt: skip
        return made


@sample("pso_assessment", "pso_what_if", "pso_pdf")
def _shared(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        found = PsoAssessment.objects.filter(shared_at__isnull=False).first()
        if found is None:
            draft = PsoAssessment.objects.get(pk=_draft(world).pk)
            found = actions.submit(assessment=draft, version=draft.version, share_it=True, by=world.colleague)
    return Sample({"pk": found.pk}, found)


@sample(
    "my_pso_enterprise", "my_pso_workers_add", "my_pso_purchase_add", "my_pso_submit", "my_pso_share",
    "my_pso_correct", "my_pso_discard",
)  # fmt: skip
def _own(world: World) -> Sample:
    draft = _draft(world)
    return Sample({"pk": draft.pk}, draft)


@sample("my_pso", "my_pso_start")
def _case_file(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("my_pso_workers", "my_pso_workers_remove")
def _workers(world: World) -> Sample:
    draft = _draft(world)
    with scoped([world.municipality.pk]):
        row = draft.workers.get()
    return Sample({"pk": row.pk}, row)


@sample("my_pso_purchase", "my_pso_purchase_remove")
def _purchase(world: World) -> Sample:
    draft = _draft(world)
    with scoped([world.municipality.pk]):
        row = draft.purchases.get()
    return Sample({"pk": row.pk}, row)


@sample("pso_certificate", "pso_evidence")
def _certificate(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        found = Mark.objects.filter(kind="pso", case_file=world.case_file).first()
        if found is None:
            letter = store_bytes(
                content=b"certificaat", name="certificaat.txt", content_type="text/plain",
                municipality=world.municipality,
            )  # fmt: skip
            document = add_document(
                case_file=world.case_file, title="Certificaat", file=letter, by=world.colleague
            )
            found = add_mark(
                case_file=world.case_file, by=world.colleague, kind="pso", level="3", thirty_plus=True,
                issued_by="PSO-Nederland", valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2027, 12, 31),
                checked_on=dt.date(2026, 1, 2), evidence_id=document.pk,
            )  # fmt: skip
    return Sample({"pk": found.pk}, found)


@sample("pso_public")
def _public(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug})

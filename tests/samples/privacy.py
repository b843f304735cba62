"""Samples of the routes of the privacy officer's desk."""

from portal.kernel.models import PrivacyExport, Processing, RemovalOrder
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


@sample("processing", "processing_edit")
def _processing(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        entry = Processing.objects.first() or Processing.objects.create(
            municipality=world.municipality, name="Proef", purpose="Proef", legal_basis="Proef", people="Proef",
            data="Proef", recipients="Proef", retention="Proef", measures="Proef", changed_by=world.colleague,
        )  # fmt: skip
    return Sample({"pk": entry.pk}, entry)


@sample("processing_default")
def _default(world: World) -> Sample:
    return Sample({"code": "case-files"})


@sample("processings_export")
def _export(world: World) -> Sample:
    return Sample({"form": "xlsx"})


@sample("retention_list")
def _retention(world: World) -> Sample:
    return Sample({"code": "mail"})


@sample("privacy_subject", "privacy_export", "legal_hold", "privacy_remove")
def _subject(world: World) -> Sample:
    return Sample({"kind": "enterprise", "pk": str(world.case_file.pk)}, world.case_file)


@sample("privacy_export_download")
def _download(world: World) -> Sample:
    from django.utils import timezone

    with scoped([world.municipality.pk]):
        export = PrivacyExport.objects.create(
            municipality=world.municipality, subject_kind="enterprise", subject_id=str(world.case_file.pk),
            requested_by=world.colleague, file=world.file, expires_at=timezone.now() + timezone.timedelta(days=1),
        )  # fmt: skip
    return Sample({"pk": export.pk}, export)


@sample(
    "removal",
    "removal_confirm",
    "removal_agree",
    "removal_refuse",
    "removal_withdraw",
    "removal_go_on",
    "removal_report",
)
def _removal(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        order = RemovalOrder.objects.first() or RemovalOrder.objects.create(
            municipality=world.municipality, number=1, kind="retention", target="mail", rule="Proef",
            requested_by=world.colleague,
        )  # fmt: skip
    return Sample({"pk": order.pk}, order, may_refuse="the report is there when the order is done")

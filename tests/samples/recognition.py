"""Samples of the routes of recognition."""

import datetime as dt

from accounts.models import DefinitionCheck, Mark
from accounts.recognition.checks import start_check
from accounts.recognition.marks import add_mark
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


def _check(world: World) -> DefinitionCheck:
    with scoped([world.municipality.pk]):
        return start_check(case_file=world.case_file, by=world.colleague)


@sample("recognition", "check_start", "mark_new", "placement_new")
def _case_file(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("definition_check", "check_conclude", "check_agree", "check_send_back", "my_definition_check")
def _check_sample(world: World) -> Sample:
    found = _check(world)
    return Sample({"pk": found.pk}, found)


@sample("criterion")
def _criterion(world: World) -> Sample:
    found = _check(world)
    return Sample({"pk": found.pk, "code": "product"}, found)


@sample("mark_edit")
def _mark(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        mark = Mark.objects.first() or add_mark(
            case_file=world.case_file, by=world.colleague, kind="bcorp", issued_by="B Lab",
            valid_from=dt.date(2026, 1, 1), checked_on=dt.date(2026, 1, 2),
        )  # fmt: skip
    return Sample({"pk": mark.pk}, mark)

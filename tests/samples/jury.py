"""Samples of the routes of juries."""

from challenges.contests.jury.actions import token_of
from challenges.models import Challenge, EntryFile, Juror
from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from tests.challenges.jury import make_decided
from tests.route_samples import Sample, World, sample


def _judged(world: World) -> Challenge:
    with scoped([world.municipality.pk]):
        found = Challenge.objects.filter(state="decided").first()
    return found or make_decided(world.municipality, world.colleague)


@sample(
    "jury", "jury_invite", "jury_open", "jury_remind", "jury_close", "jury_decide", "jury_report",
)  # fmt: skip
def _jury(world: World) -> Sample:
    challenge = _judged(world)
    return Sample({"pk": challenge.pk}, challenge)


def _juror(world: World) -> Juror:
    challenge = _judged(world)
    with scoped([world.municipality.pk]):
        return Juror.objects.select_related("challenge").filter(challenge=challenge).first()


@sample("juror")
def _one(world: World) -> Sample:
    juror = _juror(world)
    return Sample({"pk": juror.pk}, juror)


def _place(world: World) -> dict[str, object]:
    juror = _juror(world)
    return {
        "municipality_slug": world.municipality.slug,
        "slug": juror.challenge.slug,
        "token": token_of(juror),
    }


@sample("juror_home")
def _home(world: World) -> Sample:
    return Sample(_place(world))


@sample("juror_entry", "juror_conflict")
def _entry(world: World) -> Sample:
    return Sample(_place(world) | {"number": 1})


@sample("juror_file")
def _file(world: World) -> Sample:
    challenge = _judged(world)
    with scoped([world.municipality.pk]):
        stored = store_bytes(
            content=b"plan", name="plan.txt", content_type="text/plain", municipality=world.municipality
        )
        row = EntryFile.objects.create(
            municipality=world.municipality, entry=challenge.entries.get(number=1), file=stored
        )
    return Sample(_place(world) | {"number": 1, "pk": row.pk})

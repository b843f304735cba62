"""Samples of the routes of contests."""

from challenges.contests.entries.actions import token_of
from challenges.models import Challenge, Entry, EntryAuthor, EntryFile, Phase
from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from tests.challenges.factories import make_challenge, make_concept, make_entry, submit_entry
from tests.route_samples import Sample, World, sample


def _concept(world: World) -> Challenge:
    with scoped([world.municipality.pk]):
        found = Challenge.objects.filter(state="concept").first()
    return found or make_concept(world.municipality, world.colleague)


def opened(world: World) -> Challenge:
    """A challenge that takes entries now."""
    with scoped([world.municipality.pk]):
        found = Challenge.objects.filter(state="open").first()
    return found or make_challenge(world.municipality, world.colleague)


@sample(
    "challenge", "challenge_edit", "challenge_criteria", "challenge_preview", "challenge_launch",
    "challenge_cancel",
)  # fmt: skip
def _design(world: World) -> Sample:
    challenge = _concept(world)
    return Sample({"pk": challenge.pk}, challenge)


@sample("challenge_phase")
def _phase(world: World) -> Sample:
    challenge = _concept(world)
    with scoped([world.municipality.pk]):
        phase = Phase.objects.filter(challenge=challenge).first()
    return Sample({"pk": phase.pk}, phase)


@sample("public_challenges")
def _public(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug})


@sample("public_challenge", "public_challenge_feed")
def _public_one(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "slug": opened(world).slug})


def _place(world: World) -> dict[str, object]:
    return {"municipality_slug": world.municipality.slug, "slug": opened(world).slug}


@sample("entry_start")
def _start(world: World) -> Sample:
    return Sample(_place(world))


def _draft(world: World) -> EntryAuthor:
    challenge = opened(world)
    with scoped([world.municipality.pk]):
        drafts = EntryAuthor.objects.select_related("entry").filter(entry__state="draft")
        found = drafts.filter(entry__challenge=challenge).first()
    if found is None:
        entry = make_entry(challenge)
        with scoped([world.municipality.pk]):
            found = drafts.get(entry=entry)
    return found


@sample("entry", "entry_author_add", "entry_file_add", "entry_withdraw")
def _entry(world: World) -> Sample:
    return Sample(_place(world) | {"token": token_of(_draft(world))})


def _file(world: World, entry: Entry) -> EntryFile:
    with scoped([world.municipality.pk]):
        stored = store_bytes(
            content=b"plan", name="plan.txt", content_type="text/plain", municipality=world.municipality
        )
        return EntryFile.objects.create(municipality=world.municipality, entry=entry, file=stored)


@sample("entry_file_remove")
def _entry_file(world: World) -> Sample:
    author = _draft(world)
    return Sample(_place(world) | {"token": token_of(author), "pk": _file(world, author.entry).pk})


def _sent(world: World) -> Entry:
    challenge = opened(world)
    with scoped([world.municipality.pk]):
        found = Entry.objects.filter(challenge=challenge, state="submitted").first()
    return found or submit_entry(challenge)


@sample("challenge_entries", "selection_start", "selection_finish")
def _round(world: World) -> Sample:
    challenge = opened(world)
    return Sample({"pk": challenge.pk}, challenge)


@sample("challenge_entry")
def _sent_in(world: World) -> Sample:
    entry = _sent(world)
    return Sample({"pk": entry.pk}, entry)


@sample("challenge_entry_file")
def _sent_file(world: World) -> Sample:
    found = _file(world, _sent(world))
    return Sample({"pk": found.pk}, found)

"""Samples of the routes of coaching."""

from __future__ import annotations

from challenges.contests.coaching.actions import add_material, token_of
from challenges.contests.entries.actions import token_of as author_token
from challenges.models import Coach, Coaching, CoachingMaterial, CoachingSession
from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from tests.challenges.coaching import lead_of, make_coached, make_session
from tests.route_samples import Sample, World, sample


def _coached(world: World) -> tuple[Coaching, Coach]:
    with scoped([world.municipality.pk]):
        rows = Coaching.objects.select_related("entry__challenge__municipality", "coach__challenge")
        found = rows.filter(coach__isnull=False, entry__challenge__state="coaching").first()
        if found and found.coach:
            return found, found.coach
    return make_coached(world.municipality, world.colleague)


@sample("coaching", "coaching_invite", "coaching_material_add")
def _challenge(world: World) -> Sample:
    challenge = _coached(world)[0].entry.challenge
    return Sample({"pk": challenge.pk}, challenge)


@sample("coaching_entry", "coaching_assign", "coaching_pitch")
def _entry(world: World) -> Sample:
    coaching, _coach = _coached(world)
    return Sample({"pk": coaching.entry_id}, coaching)


@sample("coaching_coach_remove")
def _coach(world: World) -> Sample:
    _coaching, coach = _coached(world)
    return Sample({"pk": coach.pk}, coach)


def _material(world: World) -> CoachingMaterial:
    challenge = _coached(world)[0].entry.challenge
    with scoped([world.municipality.pk]):
        material = add_material(
            challenge=challenge, title="Tips", url="https://a.example", by=world.colleague
        )
        if material.file is None:
            material.file = store_bytes(
                content=b"tips", name="tips.txt", content_type="text/plain", municipality=world.municipality
            )
            material.url = ""
            material.save()
        return material


@sample("coaching_material", "coaching_material_remove")
def _shared(world: World) -> Sample:
    material = _material(world)
    return Sample({"pk": material.pk}, material)


def _place(world: World) -> dict[str, object]:
    coaching, _coach = _coached(world)
    return {
        "municipality_slug": world.municipality.slug,
        "slug": coaching.entry.challenge.slug,
        "token": author_token(lead_of(coaching)),
    }


@sample("entry_coaching", "entry_plan", "entry_versions", "entry_tick", "entry_sessions_feed")
def _mine(world: World) -> Sample:
    return Sample(_place(world))


@sample("entry_material")
def _mine_material(world: World) -> Sample:
    return Sample(_place(world) | {"pk": _material(world).pk})


def _coach_place(world: World) -> dict[str, object]:
    _coaching, coach = _coached(world)
    return _place(world) | {"token": token_of(coach)}


@sample("coach_home", "coach_feed")
def _home(world: World) -> Sample:
    return Sample(_coach_place(world))


@sample("coach_material")
def _coach_material(world: World) -> Sample:
    return Sample(_coach_place(world) | {"pk": _material(world).pk})


@sample("coach_entry", "coach_versions")
def _coached_entry(world: World) -> Sample:
    coaching, _coach = _coached(world)
    return Sample(_coach_place(world) | {"number": coaching.entry.number})


@sample("coach_session")
def _session(world: World) -> Sample:
    coaching, coach = _coached(world)
    with scoped([world.municipality.pk]):
        session = CoachingSession.objects.filter(coaching=coaching).first()
    session = session or make_session(coaching, coach)
    return Sample(_coach_place(world) | {"number": coaching.entry.number, "pk": session.pk})

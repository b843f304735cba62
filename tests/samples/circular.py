"""Samples of the routes of circular tenders."""

from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import (
    CircularChoice,
    CircularFile,
    CircularPanelMember,
    CircularQuestion,
    CircularSubmission,
    CircularTender,
)
from procurement.tenders.circular.choice.queries import choices
from procurement.tenders.circular.consultation import actions as asking
from tests.factories import make_staff
from tests.procurement.tenders.circular.made import (
    make_closed,
    make_concept,
    make_draft,
    make_proposed,
    make_tender,
)
from tests.route_samples import Sample, World, sample


def _concept(world: World) -> CircularTender:
    with scoped([world.municipality.pk]):
        found = CircularTender.objects.filter(state="concept").first()
    return found or make_concept(world.municipality, world.colleague)


def _open(world: World) -> CircularTender:
    with scoped([world.municipality.pk]):
        found = CircularTender.objects.filter(state="open").first()
    return found or make_tender(world.municipality, world.colleague)


@sample("circular_edit", "circular_web", "circular_publish", "circular_cancel")
def _one(world: World) -> Sample:
    tender = _concept(world)
    return Sample({"pk": tender.pk}, tender)


@sample("circular_tender", "circular_time")
def _published(world: World) -> Sample:
    tender = _open(world)
    return Sample({"pk": tender.pk}, tender)


@sample("public_circulars", "circular_sitemap")
def _public(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug})


def _place(world: World) -> dict[str, object]:
    return {"municipality_slug": world.municipality.slug, "slug": _open(world).slug}


@sample("public_circular", "circular_question_ask", "circular_begin")
def _page(world: World) -> Sample:
    return Sample(_place(world))


def _asked(world: World) -> CircularQuestion:
    tender = _open(world)
    with scoped([world.municipality.pk]):
        found = CircularQuestion.objects.filter(tender=tender, answered_at=None).first()
        if found is None:
            found = asking.ask(
                tender=tender, name="Vera", email="vera@voorbeeld.example", text="Mag thee ook?"
            )
        return asking.confirm(question=found)


@sample("circular_question")
def _question(world: World) -> Sample:
    question = _asked(world)
    return Sample({"pk": question.pk}, question)


@sample("circular_question_confirm")
def _confirm(world: World) -> Sample:
    return Sample(_place(world) | {"token": _asked(world).token})


def _draft(world: World) -> CircularSubmission:
    tender = _open(world)
    with scoped([world.municipality.pk]):
        found = CircularSubmission.objects.filter(tender=tender, state="draft").first()
    return found or make_draft(tender)


@sample("circular_submission", "circular_file_add", "circular_turn")
def _submission(world: World) -> Sample:
    return Sample(_place(world) | {"token": _draft(world).token})


@sample("circular_file", "circular_file_remove")
def _file(world: World) -> Sample:
    row = _draft(world)
    with scoped([world.municipality.pk]):
        stored = store_bytes(
            content=b"plan", name="plan.txt", content_type="text/plain", municipality=world.municipality
        )
        kept = CircularFile.objects.create(municipality=world.municipality, submission=row, file=stored)
    return Sample(_place(world) | {"token": row.token, "pk": kept.pk})


def _chosen(world: World) -> CircularChoice:
    with scoped([world.municipality.pk]):
        found = choices().first()
    if found:
        return found
    buyer = make_staff(world.municipality, "account_manager", domains=("economy",))
    tender = make_closed(world.municipality, buyer)
    return make_proposed(tender, buyer, world.colleague)


@sample(
    "circular_panel", "circular_panel_invite", "circular_panel_open", "circular_panel_remind",
    "circular_panel_close", "circular_choice",
)  # fmt: skip
def _judged(world: World) -> Sample:
    tender = _chosen(world).tender
    return Sample({"pk": tender.pk}, tender)


def _judge(world: World) -> CircularPanelMember:
    tender = _chosen(world).tender
    with scoped([world.municipality.pk]):
        return CircularPanelMember.objects.select_related("tender").filter(tender=tender).first()


@sample("circular_panel_member")
def _member(world: World) -> Sample:
    member = _judge(world)
    return Sample({"pk": member.pk}, member)


@sample("circular_set_aside")
def _aside(world: World) -> Sample:
    row = _chosen(world).winner
    return Sample({"pk": row.pk}, row)


def _seat(world: World) -> dict[str, object]:
    member = _judge(world)
    return {
        "municipality_slug": world.municipality.slug,
        "slug": member.tender.slug,
        "token": member.token,
    }


@sample("circular_panel_home", "circular_panel_hand_in")
def _home(world: World) -> Sample:
    return Sample(_seat(world))


@sample("circular_panel_submission", "circular_panel_conflict")
def _scores(world: World) -> Sample:
    return Sample(_seat(world) | {"number": 1})


@sample("circular_panel_file")
def _panel_file(world: World) -> Sample:
    row = _chosen(world).winner
    with scoped([world.municipality.pk]):
        stored = store_bytes(
            content=b"plan", name="plan.txt", content_type="text/plain", municipality=world.municipality
        )
        kept = CircularFile.objects.create(municipality=world.municipality, submission=row, file=stored)
    return Sample(_seat(world) | {"number": row.number, "pk": kept.pk})


@sample("circular_decision", "circular_decide", "circular_choice_back")
def _choice(world: World) -> Sample:
    choice = _chosen(world)
    return Sample({"pk": choice.pk}, choice)


@sample("circular_letter")
def _letter(world: World) -> Sample:
    choice = _chosen(world)
    with scoped([world.municipality.pk]):
        stored = store_bytes(
            content=b"%PDF", name="brief.pdf", content_type="application/pdf", municipality=world.municipality
        )
        choice.letters.update(file=stored)
    return Sample({"pk": choice.pk, "number": 1}, choice)


@sample("circular_own_letter")
def _own_letter(world: World) -> Sample:
    choice = _chosen(world)
    place = {"municipality_slug": world.municipality.slug, "slug": choice.tender.slug}
    return Sample(place | {"token": choice.winner.token})

"""Samples of the routes of the conversation, of unsorted mail, of templates, and of the demo's mail."""

from django.utils import timezone

from accounts.models import Message, MessageTemplate
from portal.kernel.models import IncomingFile, IncomingMail
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


def _message(world: World) -> Message:
    with scoped([world.municipality.pk]):
        return Message.objects.select_related("case_file").first() or Message.objects.create(
            municipality=world.municipality,
            case_file=world.case_file,
            direction="in",
            channel="mail",
            author_name="Boris",
            text="Hoe gaat het?",
            at=timezone.now(),
        )


def _incoming(world: World) -> IncomingMail:
    with scoped([world.municipality.pk]):
        return IncomingMail.objects.first() or IncomingMail.objects.create(
            municipality=world.municipality, fingerprint="f" * 64, subject="Vraag", text="Hallo"
        )


@sample("conversation", "message_new", "message_preview")
def _conversation(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("my_messages")
def _own(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("message_handled", "message_to_question", "message_to_task")
def _one_message(world: World) -> Sample:
    message = _message(world)
    return Sample({"pk": message.pk}, message)


@sample("unsorted_one", "unsorted_attach", "unsorted_discard")
def _one_incoming(world: World) -> Sample:
    incoming = _incoming(world)
    return Sample({"pk": incoming.pk}, incoming)


@sample("unsorted_file")
def _file(world: World) -> Sample:
    incoming = _incoming(world)
    with scoped([world.municipality.pk]):
        row = IncomingFile.objects.first() or IncomingFile.objects.create(
            municipality=world.municipality, incoming=incoming, file=world.file
        )
    return Sample({"pk": row.pk}, row)


@sample("message_template_edit")
def _template(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        template = MessageTemplate.objects.first() or MessageTemplate.objects.create(
            municipality=world.municipality, name="Kennismaken", subject="Dag", text="Dag {contactpersoon}"
        )
    return Sample({"pk": template.pk}, template)


@sample("demo_mail_one", "demo_mail_answer")
def _demo_mail(world: World) -> Sample:
    return Sample({"pk": world.mail.pk}, may_refuse="only in the demo")


@sample("demo_mail_file")
def _demo_file(world: World) -> Sample:
    return Sample({"pk": world.mail.pk, "number": 1}, may_refuse="only in the demo")

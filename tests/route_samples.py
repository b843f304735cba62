"""Sample objects that fill the parameters of every route, for tests that walk all routes.

A route with parameters and no sample here fails the walk: add a function decorated with `@sample("url_name", …)`
that makes an object in the municipality of the world and gives the route's parameters.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from importlib import import_module
from typing import Any

from django.utils import timezone

from accounts.models import (
    CaseFile,
    Document,
    DomainTrack,
    EnterpriseMember,
    Intake,
    IntakeAttachment,
    Question,
    QuestionRoute,
    Task,
)
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import Invitation, Job, Mail, Membership, Municipality, Person, StoredFile
from portal.kernel.people.tokens import make_login_token, new_invitation_token
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person, make_question, make_staff


@dataclass(frozen=True)
class Sample:
    """Parameters of a route, and the object they name: `check()` gets it, and strangers may not reach it."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    obj: Any = None
    #: Why the view may refuse someone whose verdict is yes (closed outside the demo, a state that is not reached).
    may_refuse: str = ""


class World:
    """One municipality with one of everything; made when first asked for."""

    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality

    @cached_property
    def colleague(self) -> Person:
        return make_staff(self.municipality, "specialist", domains=("care",))

    @cached_property
    def membership(self) -> Membership:
        with scoped([self.municipality.pk]):
            return Membership.objects.select_related("municipality").get(person=self.colleague)

    @cached_property
    def invitation_token(self) -> str:
        return new_invitation_token()[0]

    @cached_property
    def invitation(self) -> Invitation:
        from portal.kernel.people.tokens import hash_token

        with scoped([self.municipality.pk]):
            return Invitation.objects.create(
                municipality=self.municipality,
                email="genodigde@voorbeeld.example",
                name="Gerda Genodigd",
                roles=["alderman"],
                domains=[],
                token_hash=hash_token(self.invitation_token),
                invited_by=self.colleague,
                expires_at=timezone.now() + timedelta(days=14),
            )

    @cached_property
    def case_file(self) -> CaseFile:
        return make_case_file(self.municipality)

    @cached_property
    def question(self) -> Question:
        return make_question(self.case_file)

    @cached_property
    def route(self) -> QuestionRoute:
        with scoped([self.municipality.pk]):
            return QuestionRoute.objects.create(
                municipality=self.municipality, question=self.question, domain="care", deadline="2026-12-15"
            )

    @cached_property
    def track(self) -> DomainTrack:
        with scoped([self.municipality.pk]):
            return DomainTrack.objects.get(case_file=self.case_file, domain="care")

    @cached_property
    def member(self) -> EnterpriseMember:
        with scoped([self.municipality.pk]):
            return EnterpriseMember.objects.create(
                municipality=self.municipality, case_file=self.case_file, person=make_person()
            )

    @cached_property
    def task(self) -> Task:
        with scoped([self.municipality.pk]):
            return Task.objects.create(
                municipality=self.municipality,
                case_file=self.case_file,
                title="Bellen",
                created_by=self.colleague,
            )

    @cached_property
    def file(self) -> StoredFile:
        with scoped([self.municipality.pk]):
            return store_bytes(
                content=b"tekst", name="plan.txt", content_type="text/plain", municipality=self.municipality
            )

    @cached_property
    def document(self) -> Document:
        with scoped([self.municipality.pk]):
            return Document.objects.create(
                municipality=self.municipality, case_file=self.case_file, title="Plan", file=self.file
            )

    @cached_property
    def intake(self) -> Intake:
        with scoped([self.municipality.pk]):
            return Intake.objects.create(
                municipality=self.municipality,
                token_hash="0" * 64,
                state="submitted",
                name="Fietsfabriek",
                reference="T-1",
                expires_at=timezone.now() + timedelta(days=30),
                submitted_at=timezone.now(),
            )

    @cached_property
    def attachment(self) -> IntakeAttachment:
        with scoped([self.municipality.pk]):
            return IntakeAttachment.objects.create(
                municipality=self.municipality, intake=self.intake, file=self.file
            )

    @cached_property
    def job(self) -> Job:
        with scoped([self.municipality.pk]):
            return Job.objects.create(
                municipality=self.municipality, kind="proef", title="Proef", requested_by=self.colleague
            )

    @cached_property
    def mail(self) -> Mail:
        with scoped([self.municipality.pk]):
            return Mail.objects.create(
                municipality=self.municipality, to="iemand@voorbeeld.example", subject="Proef", text="Proef"
            )


def import_samples() -> None:
    """Import every module of `tests/samples`, so that its samples are registered."""
    import tests.samples

    for module in pkgutil.iter_modules(tests.samples.__path__):
        import_module(f"tests.samples.{module.name}")


SAMPLES: dict[str, Callable[[World], Sample]] = {}


def sample(*names: str) -> Callable[[Callable[[World], Sample]], Callable[[World], Sample]]:
    """Register the sample of one or more routes; a second one for the same route fails loudly."""

    def register(make: Callable[[World], Sample]) -> Callable[[World], Sample]:
        for name in names:
            if name in SAMPLES:
                raise ValueError(f"route {name!r} has two samples")
            SAMPLES[name] = make
        return make

    return register


# --- people -------------------------------------------------------------------------------------------------------


@sample("edit_roles", "end_access", "restore_access", "reset_factor")
def _membership(world: World) -> Sample:
    return Sample({"pk": world.membership.pk}, world.membership)


@sample("resend_invitation", "revoke_invitation")
def _invitation(world: World) -> Sample:
    return Sample({"pk": world.invitation.pk}, world.invitation)


@sample("accept_invitation")
def _accept(world: World) -> Sample:
    assert world.invitation.pk
    return Sample({"token": world.invitation_token}, may_refuse="the invitation is for one address only")


@sample("use_login_link")
def _login_link(world: World) -> Sample:
    return Sample({"token": make_login_token(make_person())})


@sample("account_reset_password_from_key")
def _reset_key(world: World) -> Sample:
    return Sample({"uidb36": "1", "key": "set-password"})


@sample("openid_connect_login", "openid_connect_callback")
def _provider(world: World) -> Sample:
    return Sample({"provider_id": "gemeente"})


@sample("switch_municipality", "demo_login")
def _refuses(world: World) -> Sample:
    return Sample(may_refuse="only for staff, or only in the demo")


# --- kernel: jobs, mail, rules ------------------------------------------------------------------------------------


@sample("job", "job_cancel", "job_retry", "job_result")
def _job(world: World) -> Sample:
    return Sample({"pk": world.job.pk}, world.job, may_refuse="a job is for who asked for it")


@sample("outbox_send_again")
def _mail(world: World) -> Sample:
    return Sample({"pk": world.mail.pk}, world.mail)


@sample("rule_set_edit")
def _rules(world: World) -> Sample:
    return Sample({"kind": "triage"})


@sample("demo_mail")
def _demo_mail(world: World) -> Sample:
    return Sample(may_refuse="only in the demo")


# --- accounts -----------------------------------------------------------------------------------------------------


@sample("intake_start", "intake_link")
def _intake_start(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug})


@sample("intake_resume", "intake_summary", "intake_done")
def _intake_token(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "token": "onbekend"})


@sample("intake_step")
def _intake_step(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "token": "onbekend", "code": "who"})


@sample("intake_attachment_remove")
def _intake_attachment_remove(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "token": "onbekend", "pk": 1})


@sample("triage")
def _triage(world: World) -> Sample:
    return Sample({"pk": world.intake.pk}, world.intake)


@sample("triage_attachment")
def _triage_attachment(world: World) -> Sample:
    return Sample({"pk": world.attachment.pk}, world.attachment)


@sample(
    "case_file",
    "case_file_instruments",
    "case_file_timeline",
    "case_file_history",
    "case_file_notes",
    "case_file_people",
    "case_file_edit",
    "enterprise_edit",
    "contact_new",
    "task_new",
    "document_new",
)
def _case_file(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("my_case_file", "my_question_ask", "my_document_add")
def _my_case_file(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("case_file_member_remove")
def _member(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk, "member": world.member.pk}, world.case_file)


@sample("track_edit")
def _track(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk, "domain": "care"}, world.track)


@sample("task_done", "my_task_done")
def _task(world: World) -> Sample:
    return Sample({"pk": world.task.pk}, world.task)


@sample("document_download", "my_document")
def _document(world: World) -> Sample:
    return Sample({"pk": world.document.pk}, world.document)


@sample("question", "question_route", "question_answer", "my_question", "my_question_withdraw")
def _question(world: World) -> Sample:
    return Sample({"pk": world.question.pk}, world.question)


@sample("route_answer", "route_take")
def _route(world: World) -> Sample:
    return Sample({"pk": world.route.pk}, world.route)


@sample("question_new")
def _question_new(world: World) -> Sample:
    return Sample(may_refuse="it needs the case file in its address")


# Each instrument keeps its own samples in `tests/samples/<instrument>.py`.
import_samples()

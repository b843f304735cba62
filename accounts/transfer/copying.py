"""Copies of what goes along, made in the receiving municipality. The sender's rows stay as they are.

Runs in a scope of both municipalities and of no domain, so private notes are out of reach by construction.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.casefile.actions import add_member
from accounts.casefile.models import CaseFile
from accounts.financing.models import Slice, SliceDependency
from accounts.impact.models import ClaimEvidence, Indicator
from accounts.questions.actions import ask
from accounts.recognition.models import CheckState, CriterionVerdict, Evidence, Placement
from accounts.timeline.models import Document
from accounts.transfer import parts
from accounts.transfer.models import Part
from portal.kernel.models import StoredFile


class Copier:
    """Copies the parts of one case file into another. `files` are stored files made so far, to clean up on failure.

    With `fresh` False the receiving file was there already: what it has, it does not get twice.
    """

    def __init__(self, source: CaseFile, target: CaseFile, *, fresh: bool) -> None:
        self.source, self.target, self.fresh = source, target, fresh
        self.rows = parts.rows(source)
        self.files: dict[int, StoredFile] = {}
        self.documents: dict[int, Document] = {}
        self.questions: dict[int, Any] = {}
        self.made: dict[str, int] = {}

    def copy_all(self, chosen: Collection[str]) -> dict[str, int]:
        """Copy the enterprise's own and the chosen parts. Returns how many rows were made per part."""
        verbs = {
            Part.IDENTITY: self._identity,
            Part.TIMELINE: self._timeline,
            Part.DOCUMENTS: self._documents,
            Part.QUESTIONS: self._questions,
            Part.CONVERSATION: self._conversation,
            Part.RECOGNITION: self._recognition,
            Part.IMPACT: self._impact,
            Part.FINANCING: self._financing,
        }  # documents come before what points to them
        for part, verb in verbs.items():
            if part is Part.IDENTITY or part in chosen:
                self.made[part.value] = 0
                verb(part)
        return self.made

    def ask_open(self) -> int:
        """Questions without an answer are asked anew, with a deadline by the receiver's rules."""
        found = parts.open_questions(self.source).select_related("asked_by").order_by("asked_at", "pk")
        for question in found:
            ask(case_file=self.target, text=question.text, need=question.need, by=question.asked_by,
                asked_at=timezone.now())  # fmt: skip
        return len(found)

    def _copy(self, row: Any, part: Part, *, same: Collection[str] = (), **changes: Any) -> Any:
        """A copy of a row of the case file; None when the receiving file has it or its constraints refuse it."""
        if same and not self.fresh:
            wanted = {name: getattr(row, name) for name in same}
            if type(row).objects.filter(case_file=self.target, **wanted).exists():
                return None
        try:
            with transaction.atomic():
                made = self._twin(row, case_file_id=self.target.pk, **changes)
        except IntegrityError:  # a mark or claim over the same days is there already
            return None
        self.made[part.value] += 1
        return made

    def _twin(self, row: Model, **changes: Any) -> Any:
        values = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        model: Any = type(row)
        return model.objects.create(**{**values, "municipality_id": self.target.municipality_id, **changes})

    def _identity(self, part: Part) -> None:
        members, former = self.rows[part]
        for member in members.select_related("person"):
            add_member(case_file=self.target, person=member.person, by=None)
            self.made[part.value] += 1
        for row in former:  # why and by whom is the sender's own business
            self._copy(row, part, same=("name", "until"), reason="", by_id=None)

    def _timeline(self, part: Part) -> None:
        (entries,) = self.rows[part]
        for entry in entries.order_by("at", "pk"):
            self._copy(entry, part, same=("at", "kind", "text"), url="", domain="")

    def _documents(self, part: Part) -> None:
        (documents,) = self.rows[part]
        for document in documents.select_related("file").order_by("pk"):
            self._document(document, part)

    def _document(self, document: Document, part: Part) -> Document:
        made = self.documents.get(document.pk)
        if made is None and not self.fresh:
            made = Document.objects.filter(
                case_file=self.target, title=document.title, file__sha256=document.file.sha256
            ).first()
        if made is None:
            made = self._twin(document, case_file_id=self.target.pk, file_id=self._file(document.file).pk)
            self.made[part.value] += 1
        self.documents[document.pk] = made
        return made

    def _file(self, stored: StoredFile) -> StoredFile:
        """A file of the receiver's own, so that removing one leaves the other."""
        if stored.pk not in self.files:
            with stored.content.open("rb") as content:
                self.files[stored.pk] = self._twin(stored, content=File(content, name=stored.name))
        return self.files[stored.pk]

    def _questions(self, part: Part) -> None:
        (questions,) = self.rows[part]
        for question in questions.order_by("pk"):
            made = self._copy(question, part, same=("asked_at", "text"), version=1)
            if made:
                self.questions[question.pk] = made

    def _conversation(self, part: Part) -> None:
        (found,) = self.rows[part]
        messages: dict[int, Any] = {}
        for message in found.order_by("at", "pk"):
            answers, question = messages.get(message.answers_id), self.questions.get(message.question_id)
            made = self._copy(
                message, part, same=("at", "direction", "text"),
                answers_id=answers.pk if answers else None, question_id=question.pk if question else None,
                # Nobody has to answer again what the sender dealt with; the mail it came in with stays there.
                handled_at=message.handled_at or timezone.now(), incoming_id=None, task_id=None, form_key=None,
            )  # fmt: skip
            if made:
                messages[message.pk] = made
        for row in parts.message_documents(self.source):
            if row.message_id in messages:
                self._twin(row, message_id=messages[row.message_id].pk,
                           document_id=self._document(row.document, part).pk)  # fmt: skip

    def _recognition(self, part: Part) -> None:
        checks, marks, placements = self.rows[part]
        for check in checks.order_by("pk"):
            # The database lets verdicts in while a check is open only.
            made = self._copy(check, part, same=("started_at", "rules_version"), state=CheckState.OPEN, second_note="",
                              version=1)  # fmt: skip
            if made is None:
                continue
            for verdict in CriterionVerdict.objects.filter(definition_check=check):
                twin = self._twin(verdict, definition_check_id=made.pk)
                self._evidence(Evidence.objects.filter(verdict=verdict), verdict_id=twin.pk)
            made.state = CheckState.CONCLUDED
            made.save(update_fields=["state"])
        for mark in marks.order_by("pk"):
            document = self.documents.get(mark.evidence_id)
            self._copy(mark, part, evidence_id=document.pk if document else None, version=1)
        for placement in placements.order_by("pk"):
            self._copy(placement, part, same=("on", "place", "reason"))
        latest = Placement.objects.filter(case_file=self.target).order_by("-on", "-pk").first()
        if latest and latest.place != self.target.spectrum:
            self.target.spectrum = latest.place
            self.target.save(update_fields=["spectrum"])

    def _evidence(self, rows: Any, **of: Any) -> None:
        """Evidence goes along when its document did."""
        for row in rows:
            if row.document_id in self.documents:
                self._twin(row, document_id=self.documents[row.document_id].pk, **of)

    def _impact(self, part: Part) -> None:
        (claims,) = self.rows[part]
        for claim in claims.select_related("indicator").order_by("pk"):
            indicator = self._indicator(claim.indicator)
            # What counts for which goal is the sender's; the receiver links it to its own goals.
            made = self._copy(claim, part, indicator_id=indicator.pk, linked=0, version=1)
            if made:
                self._evidence(ClaimEvidence.objects.filter(claim=claim), claim_id=made.pk)

    def _indicator(self, theirs: Indicator) -> Indicator:
        """The receiver's indicator of this name and unit, made when there is none."""
        town = self.target.municipality_id
        ours = theirs
        for attempt in (theirs.name, f"{theirs.name[:75]} ({theirs.unit})"):
            found = Indicator.objects.filter(municipality_id=town, name__iexact=attempt).first()
            if found is None:
                return Indicator.objects.create(
                    municipality_id=town, name=attempt, unit=theirs.unit, about_people=theirs.about_people
                )
            ours = found
            if ours.unit.casefold() == theirs.unit.casefold() and ours.about_people == theirs.about_people:
                break
        return ours

    def _financing(self, part: Part) -> None:
        (needs,) = self.rows[part]
        for need in needs.order_by("pk"):
            made = self._copy(need, part, same=("title", "amount", "created_at"), version=1)
            if made is None:
                continue
            slices = {
                row.pk: self._twin(row, need_id=made.pk, version=1)
                for row in Slice.objects.filter(need=need).order_by("pk")
            }
            for row in SliceDependency.objects.filter(slice__in=slices):
                self._twin(row, slice_id=slices[row.slice_id].pk, on_id=slices[row.on_id].pk)


def remove_files(copier: Copier) -> None:
    """The transaction failed: the bytes that were written for it go."""
    for stored in copier.files.values():
        stored.content.storage.delete(str(stored.content.name))

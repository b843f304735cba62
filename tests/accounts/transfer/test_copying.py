"""What arrives, and what stays behind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import models
from accounts.budgets.actions import make_line, reserve
from accounts.casefile.actions import change_track, write_note
from accounts.questions.actions import ask as ask_question
from accounts.recognition.placements import place
from accounts.timeline.actions import add_document, add_entry, add_task, log_contact
from accounts.transfer import parts
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import StoredFile
from portal.kernel.tenancy.scope import scoped
from tests.accounts.transfer.conftest import Move, make_move
from tests.factories import make_case_file


def stored(move, name="plan.txt"):
    return store_bytes(
        content=b"ons plan", name=name, content_type="text/plain", municipality=move.here, by=move.owner
    )


def fill(move):
    """One of everything that goes along, and something of what stays."""
    of = {"municipality": move.here, "case_file": move.file}
    now, day = timezone.now(), dt.date(2026, 1, 1)
    with scoped([move.here.pk], domains=["economy"], person=move.manager.pk):
        plan = add_document(
            case_file=move.file, title="Plan", file=stored(move), by=move.owner, for_entrepreneur=True
        )
        add_document(case_file=move.file, title="Intern advies", file=stored(move), by=move.manager)
        models.Question.objects.create(
            **of, text="Waar?", state="answered", answer="Daar.", answered_at=now, answered_by=move.manager,
            asked_by=move.owner, deadline=day,
        )  # fmt: skip
        ask_question(case_file=move.file, text="Nog open?", by=move.owner)
        said = models.Message.objects.create(
            **of, direction="in", channel="page", author=move.owner, text="Hallo"
        )
        models.MessageDocument.objects.create(municipality=move.here, message=said, document=plan)
        models.Message.objects.create(
            **of, direction="out", channel="page", author=move.manager, text="Dag", answers=said
        )
        models.Message.objects.create(
            **of, direction="internal", channel="mail", author=move.manager, text="Onder ons"
        )
        check = models.DefinitionCheck.objects.create(
            **of, rules={}, rules_version="1", started_by=move.manager
        )
        verdict = models.CriterionVerdict.objects.create(
            municipality=move.here, definition_check=check, code="mission", answer="yes", motivation="Ja",
            by=move.manager,
        )  # fmt: skip
        models.Evidence.objects.create(municipality=move.here, verdict=verdict, document=plan)
        check.state, check.outcome, check.summary = "concluded", "positive", "Goed"
        check.concluded_at, check.concluded_by = now, move.manager
        check.save()
        place(case_file=move.file, place="social", on=day, reason="Gesprek", by=move.manager)
        models.Mark.objects.create(
            **of, kind="pso", level="1", issued_by="PSO-NL", valid_from=day, checked_by=move.manager,
            checked_on=day, evidence=plan,
        )  # fmt: skip
        jobs = models.Indicator.objects.create(municipality=move.here, name="Banen", unit="mensen")
        for start, state, checker in ((day, "checked", move.manager), (dt.date(2026, 6, 1), "claimed", None)):
            claim = models.Claim.objects.create(
                **of, indicator=jobs, quantity=5, starts_on=start, ends_on=start, claimed_by=move.owner, state=state,
                checked_by=checker, checked_at=now if checker else None, linked=3 if checker else 0,
            )  # fmt: skip
            models.ClaimEvidence.objects.create(municipality=move.here, claim=claim, document=plan)
        need = models.FinancingNeed.objects.create(**of, title="Oven", amount=1000)
        bank, fund = (
            models.Slice.objects.create(
                municipality=move.here, need=need, kind="loan", source=name, amount=500
            )
            for name in ("Bank", "Fonds")
        )
        models.SliceDependency.objects.create(municipality=move.here, slice=bank, on=fund)
        # stays
        write_note(case_file=move.file, domain="economy", text="Geheim", by=move.manager)
        log_contact(
            case_file=move.file, by=move.manager, channel="phone", on=day, with_whom="", text="Gebeld"
        )
        add_entry(case_file=move.file, kind="changed", text="Van ons", by=move.manager)
        add_task(case_file=move.file, title="Bellen", holder=move.manager, due_on=None, by=move.manager)
        line = make_line(
            municipality=move.here,
            by=move.manager,
            name="Pot",
            year=2026,
            domain="economy",
            amount=Decimal(9000),
        )
        reserve(line=line, case_file=move.file, amount=Decimal(100), purpose="Start", by=move.manager)


@pytest.fixture
def full(move):
    fill(move)
    return move


def test_everything_the_entrepreneur_allowed_arrives_and_nothing_else(full):
    transfer, there = full.go()
    with full.at_there():
        assert there.account_manager == full.receiver
        assert there.spectrum == "social"
        assert there.reference != full.file.reference
        assert [member.person for member in there.members.all()] == [full.owner]
        question, asked_again = there.questions.order_by("asked_at")
        assert (question.state, question.answer) == ("answered", "Daar.")
        assert (asked_again.state, asked_again.text) == ("new", "Nog open?")
        said, answered = there.messages.order_by("at")
        assert (said.text, answered.text, answered.answers_id) == ("Hallo", "Dag", said.pk)
        assert said.handled_at
        assert [row.document.title for row in said.documents.all()] == ["Plan"]
        plan = there.documents.get()
        check = there.definition_checks.get()
        assert (check.state, check.outcome, check.concluded_by) == ("concluded", "positive", full.manager)
        assert check.verdicts.get().evidence.get().document == plan
        assert there.marks.get().evidence == plan
        assert there.placements.get().reason == "Gesprek"
        claim = there.claims.get()
        assert (claim.indicator.name, claim.indicator.municipality_id, claim.linked) == (
            "Banen",
            full.there.pk,
            0,
        )
        assert claim.evidence.get().document == plan
        need = there.financing_needs.get()
        assert need.slices.count() == 2
        assert need.slices.get(source="Bank").dependencies.get().on.source == "Fonds"
        for model in (models.Contact, models.Commitment, models.GoalShare, models.Task):
            assert not model.objects.exists()
        texts = set(models.TimelineEntry.objects.values_list("text", flat=True))
        assert not any("Van ons" in text or "Gebeld" in text or "Intern" in text for text in texts)
        came = models.TimelineEntry.objects.get(case_file=there, kind="transfer", text__startswith="Kwam van")
        for word in (full.here.name, full.file.reference, full.owner.name):
            assert word in came.text
    with scoped([full.there.pk], domains=["economy", "work", "care"]):
        assert not models.DomainNote.objects.exists()
    assert transfer.copied["questions"] == 2


def test_bytes_of_documents_are_the_receivers_own(full):
    full.go()
    with scoped([full.here.pk, full.there.pk]):
        theirs = StoredFile.objects.get(municipality=full.there)
        ours = StoredFile.objects.get(municipality=full.here, pk=models.Document.objects.get(
            municipality=full.here, title="Plan").file_id)  # fmt: skip
        assert theirs.content.name != ours.content.name
        assert theirs.content.read() == ours.content.read()


def test_the_file_that_was_left_is_closed_and_keeps_everything(full):
    with full.at_here():
        track = models.DomainTrack.objects.get(domain="care")
        change_track(
            track=track, version=1, changes={"state": "running", "next_action": "Bellen"}, by=full.manager
        )
    full.go(open_tasks="end", reserved_money="release")
    with scoped([full.here.pk], domains=["economy"]):
        full.file.refresh_from_db()
        assert full.file.state == "closed"
        assert models.DomainNote.objects.get().text == "Geheim"
        assert full.file.questions.count() == 2
        assert full.file.questions.get(text="Nog open?").state == "withdrawn"
        assert not full.file.tasks.filter(done_at=None).exists()
        track.refresh_from_db()
        assert (track.state, track.next_action) == ("done", "")
        assert models.Commitment.objects.get().state == "released"
        assert models.BudgetLine.objects.get().committed == 0
        assert full.file.claims.count() == 2


def test_what_runs_stays_when_the_sender_chose_so(full):
    full.go(open_questions="stay")
    with full.at_here():
        assert full.file.questions.get(text="Nog open?").state == "new"
        assert full.file.tasks.filter(done_at=None).count() == 1
        assert models.Commitment.objects.get().state == "reserved"
    with full.at_there():
        assert not models.Question.objects.filter(text="Nog open?").exists()


def test_unticked_parts_stay(full):
    _transfer, there = full.go(parts=["documents"])
    with full.at_there():
        assert there.documents.count() == 1
        assert not there.questions.exists()
        assert not there.marks.exists()
        assert there.spectrum == ""
        assert not there.timeline.filter(kind="question").exists()
    with full.at_here():
        assert full.file.questions.get(text="Nog open?").state == "new"


def test_what_the_receiver_has_already_does_not_come_twice_and_is_not_overwritten(full):
    with full.at_there():
        theirs = models.CaseFile.objects.create(
            municipality=full.there, enterprise=full.file.enterprise, name=full.file.name, reference="B-1",
            summary="Van ons", state="closed",
        )  # fmt: skip
        models.Mark.objects.create(
            municipality=full.there, case_file=theirs, kind="pso", level="2", issued_by="PSO-NL",
            valid_from="2026-01-01", checked_by=full.receiver, checked_on="2026-01-01",
        )  # fmt: skip
    _transfer, there = full.go()
    with full.at_there():
        assert there.pk == theirs.pk
        assert (there.state, there.summary) == ("active", "Van ons")
        assert there.marks.get().level == "2"
        assert there.questions.count() == 2


def test_going_back_doubles_nothing(full):
    _transfer, there = full.go(open_questions="stay")
    back = Move(full.there, full.here, full.receiver, full.manager, full.owner, there)
    _again, home = back.go()
    with full.at_here():
        assert home.pk == full.file.pk
        assert home.state == "active"
        assert home.questions.filter(text="Waar?").count() == 1
        assert home.messages.exclude(direction="internal").count() == 2
        assert home.documents.filter(title="Plan").count() == 1
        assert home.financing_needs.count() == 1
        assert home.definition_checks.count() == 1


def test_an_indicator_with_another_unit_is_not_mixed(full):
    with full.at_there():
        models.Indicator.objects.create(municipality=full.there, name="banen", unit="uren")
    _transfer, there = full.go()
    with full.at_there():
        assert there.claims.get().indicator.name == "Banen (mensen)"


def test_the_preview_counts_what_arrives_and_what_stays(full):
    with full.at_here():
        along = parts.goes(full.file)
        counts = {line.part.value: line.number for line in along}
        assert counts["impact"] == counts["questions"] == counts["documents"] == counts["financing"] == 1
        assert counts["recognition"] == 3
        assert counts["conversation"] == 2
        left = dict(parts.stays(full.file, along))
        assert left[str(models.Contact._meta.verbose_name_plural)] == 1
        assert left[str(models.Document._meta.verbose_name_plural)] == 1
        assert left[str(models.Claim._meta.verbose_name_plural)] == 1
        assert str(models.DomainNote._meta.verbose_name_plural) not in left


def test_a_failure_halfway_leaves_nothing(full, monkeypatch, settings):
    from accounts.transfer.copying import Copier

    offer = full.consent(full.ask())
    seen = []

    def fail(self, part):
        seen.extend(self.files.values())
        raise RuntimeError

    monkeypatch.setattr(Copier, "_financing", fail)
    with pytest.raises(RuntimeError):
        full.accept(offer)
    assert seen and not any(row.content.storage.exists(row.content.name) for row in seen)
    with full.at_there():
        assert not models.CaseFile.objects.exists()
        assert full.offer().state == "waiting"


def test_a_file_of_the_same_name_can_take_in_an_enterprise_without_a_number(db):
    move = make_move("-")
    _transfer, there = move.go()
    with move.at_there():
        assert there.enterprise.municipality_id == move.there.pk
        assert there.enterprise_id != move.file.enterprise_id
    second = make_move("-")
    theirs = make_case_file(second.there, name=second.file.name, kvk_number="")
    offer = second.consent(second.ask())
    done = second.accept(offer, into=theirs)
    assert done.case_file_id == theirs.pk

"""The public intake from start to reference."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.intake.actions import remove_expired
from accounts.intake.answers import read
from accounts.intake.models import Intake, IntakeAttachment, IntakeState
from portal.kernel.models import Mail, StoredFile
from portal.kernel.people.tokens import hash_token
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.steps import GOOD, Walk

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def walk(municipality):
    return Walk(municipality)


def mails(municipality):
    with scoped([municipality.pk]):
        return list(Mail.objects.order_by("pk"))


def test_start_page_says_what_it_is(municipality):
    page = Client().get(f"/aanmelden/{municipality.slug}/").content.decode()
    assert "10 minuten" in page
    assert "Ik ben al begonnen" in page
    assert "Vechtstede" in page


def test_whole_intake_gives_a_reference_and_a_mail(walk, municipality):
    walk.fill()
    summary = walk.client.get(f"{walk.base}samenvatting/").content.decode()
    assert "Klusfabriek De Veste" in summary
    assert "een sociale onderneming" in summary
    response = walk.submit()
    assert response["Location"].endswith("/klaar/")
    intake = walk.intake()
    assert re.fullmatch(r"A-\d{4}-0001", intake.reference)
    assert intake.state == IntakeState.SUBMITTED
    page = walk.client.get(response["Location"]).content.decode()
    assert intake.reference in page
    assert "Klusfabriek" not in page
    assert any(intake.reference in message.subject for message in mails(municipality))


def test_answers_read_back(walk):
    walk.fill()
    answers = read(walk.intake())
    assert answers.name == "Klusfabriek De Veste"
    assert answers.needs == ["space", "candidates_work"]
    assert answers.consent is True
    assert answers.definition_check["impact_first"] == "yes"
    assert answers.legal_form == "none"


def test_resume_link_is_mailed_after_step_one_and_opens_elsewhere(walk, municipality):
    walk.post("wie")
    message = next(message for message in mails(municipality) if walk.token in message.text)
    assert message.to == "tess@voorbeeld.example"
    elsewhere = Client().get(walk.base)
    assert elsewhere["Location"].endswith("/wat/")
    assert len(mail.outbox) <= 1


def test_link_is_mailed_once_per_address(walk, municipality):
    walk.post("wie")
    walk.post("wie")
    assert len(mails(municipality)) == 1
    walk.post("wie", email="ander@voorbeeld.example")
    assert len(mails(municipality)) == 2


def test_only_the_hash_of_the_token_is_kept(walk):
    walk.post("wie")
    intake = walk.intake()
    assert intake.token_hash == hash_token(walk.token)
    assert walk.token not in str(intake.answers)


def test_register_fills_in_what_was_left_empty(walk):
    response = walk.client.post(f"{walk.base}wie/", {**GOOD["wie"], "kvk_number": "000 12.345"}, follow=True)
    assert "Houtgoed Timmerwerkplaats" in response.content.decode()
    answers = read(walk.intake())
    assert answers.kvk_number == "00012345"
    assert answers.postcode == "9811 KL"
    assert answers.legal_form == "vof"


@pytest.mark.parametrize(
    ("number", "says"), [("99999999", "geeft nu geen antwoord"), ("12345678", "vinden dit KVK")]
)
def test_register_never_blocks(walk, number, says):
    response = walk.client.post(f"{walk.base}wie/", {**GOOD["wie"], "kvk_number": number}, follow=True)
    assert response.redirect_chain[-1][0].endswith("/wat/")
    assert says in response.content.decode()


def test_mistakes_keep_what_was_typed_also_on_another_device(walk):
    response = walk.post("wie", kvk_number="123456789", name="Half af")
    assert response.status_code == 422
    page = walk.on_another_device().get("wie").content.decode()
    assert "123456789" in page
    assert "Half af" in page


def test_typing_is_kept_without_a_click(walk):
    walk.post("wie")
    assert walk.keep("wat", summary="Half af en nog").status_code == 204
    assert "Half af en nog" in walk.on_another_device().get("wat").content.decode()
    assert "wat" not in walk.intake().answers["valid"]


def test_autosave_that_comes_after_next_changes_nothing(walk):
    walk.post("wie")
    version = walk.intake().version
    walk.post("wat", version=version)
    walk.keep("wat", summary="te laat", version=version)
    assert read(walk.intake()).summary == "Wij leren mensen klussen."
    assert "wat" in walk.intake().answers["valid"]


def test_autosave_of_a_good_step_keeps_it_good(walk):
    walk.fill()
    walk.keep("aanbod", offer="Nog meer plekken", version=walk.intake().version)
    assert read(walk.intake()).offer == "Nog meer plekken"
    assert walk.client.get(walk.base)["Location"].endswith("/samenvatting/")


def test_back_button_then_other_answer_is_no_conflict(walk):
    version = walk.intake().version
    walk.post("wie", version=version)
    response = walk.post("wie", version=version, name="Toch anders")
    assert response.status_code == 302
    assert read(walk.intake()).name == "Toch anders"


def test_second_device_is_told_and_sees_both(walk):
    walk.post("wie")
    other = walk.on_another_device()
    version = walk.intake().version
    walk.post("wat", version=version, summary="Van de telefoon")
    response = other.post("wat", version=version, summary="Van de laptop")
    assert response.status_code == 409
    page = response.content.decode()
    assert "Van de telefoon" in page
    assert "Van de laptop" in page
    assert read(walk.intake()).summary == "Van de telefoon"
    assert other.post("wat", version=walk.intake().version, summary="Samen").status_code == 302
    assert read(walk.intake()).summary == "Samen"


def test_summary_leads_to_what_is_missing(walk):
    walk.post("wie")
    assert walk.submit()["Location"].endswith("/wat/")
    assert walk.intake().state == IntakeState.DRAFT


def test_sending_twice_gives_one_reference_and_one_mail(walk, municipality):
    walk.fill()
    walk.submit()
    reference = walk.intake().reference
    assert walk.submit()["Location"].endswith("/klaar/")
    assert walk.intake().reference == reference
    assert sum(reference in message.subject for message in mails(municipality)) == 1


def test_references_count_per_municipality(municipality, other_municipality):
    found = []
    for place in (municipality, municipality, other_municipality):
        walk = Walk(place)
        walk.fill()
        walk.submit()
        found.append(walk.intake().reference[-4:])
    assert found == ["0001", "0002", "0001"]


def test_files_are_kept_at_once_and_can_be_taken_back(walk, django_capture_on_commit_callbacks):
    from django.core.files.uploadedfile import SimpleUploadedFile

    walk.post("wie")
    response = walk.post("bijlagen", file=SimpleUploadedFile("plan.pdf", PDF), toevoegen="1")
    assert response["Location"].endswith("/bijlagen/")
    walk.post("bijlagen", file=SimpleUploadedFile("begroting.pdf", PDF))
    page = walk.get("bijlagen").content.decode()
    assert "plan.pdf" in page
    assert "begroting.pdf" in page
    with scoped([walk.municipality.pk]):
        attachment = IntakeAttachment.objects.select_related("file").earliest("pk")
    storage, name = attachment.file.content.storage, attachment.file.content.name
    with django_capture_on_commit_callbacks(execute=True):
        walk.client.post(f"{walk.base}bijlagen/{attachment.pk}/weg/")
    assert "plan.pdf" not in walk.get("bijlagen").content.decode()
    assert not storage.exists(name)


def test_next_with_a_chosen_file_adds_it_and_goes_on(walk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    assert walk.post("bijlagen", file=SimpleUploadedFile("plan.pdf", PDF))["Location"].endswith(
        "/toestemming/"
    )


def test_add_without_a_file_says_so(walk):
    response = walk.post("bijlagen", toevoegen="1")
    assert response.status_code == 422
    assert "Kies eerst een bestand" in response.content.decode()


def test_at_most_ten_files(walk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    for number in range(10):
        walk.post("bijlagen", file=SimpleUploadedFile(f"plan{number}.pdf", PDF), toevoegen="1")
    response = walk.post("bijlagen", file=SimpleUploadedFile("elf.pdf", PDF), toevoegen="1")
    assert response.status_code == 422
    assert "hoogstens 10" in response.content.decode()


def test_expired_drafts_go_with_their_files(walk, municipality):
    from django.core.files.uploadedfile import SimpleUploadedFile

    walk.post("wie")
    walk.post("bijlagen", file=SimpleUploadedFile("plan.pdf", PDF))
    with scoped([municipality.pk]):
        assert remove_expired(now=timezone.now()) == 0
        assert remove_expired(now=timezone.now() + dt.timedelta(days=400)) == 1
        assert not Intake.objects.exists()
        assert not StoredFile.objects.exists()


def test_sent_intakes_are_never_removed(walk, municipality):
    walk.fill()
    walk.submit()
    with scoped([municipality.pk]):
        assert remove_expired(now=timezone.now() + dt.timedelta(days=400)) == 0


@pytest.mark.parametrize("code", [*GOOD, "samenvatting"])
def test_pages_take_few_queries(walk, django_assert_max_num_queries, code):
    walk.fill()
    with django_assert_max_num_queries(12):
        assert walk.get(code).status_code == 200

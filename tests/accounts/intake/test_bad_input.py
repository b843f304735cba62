"""What people type wrong: a clear message in Dutch, nothing lost, never a 500."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.intake.answers import read, typed
from tests.accounts.intake.steps import CRITERIA, GOOD, Walk


@pytest.fixture
def walk(municipality):
    walk = Walk(municipality)
    walk.post("wie")
    return walk


@pytest.mark.parametrize(
    ("code", "name", "value", "says"),
    [
        ("wie", "kvk_number", "12AB5678", "alleen cijfers"),
        ("wie", "kvk_number", "123456789", "U typte er 9"),
        ("wie", "kvk_number", "1234567", "U typte er 7"),
        ("wie", "kvk_number", "١٢٣٤٥٦٧٨", "alleen cijfers"),
        ("wie", "name", "x" * 2000, "Deze naam is te lang"),
        ("wie", "name", "", "Vul de naam van uw onderneming in"),
        ("wie", "contact_name", "   ", "Vul uw naam in"),
        ("wie", "email", "geen-adres", "Dit is geen e-mailadres"),
        ("wie", "email", "a@b.example\nBcc: x@y.example", "Dit is geen e-mailadres"),
        ("wie", "phone", "bel maar", "Dit is geen telefoonnummer"),
        ("wie", "postcode", "12345", "Dit is geen postcode"),
        ("wie", "legal_form", "piraat", "geldige"),
        ("wat", "founded_on", "31-12-1899", "Deze datum ligt voor 1900"),
        ("wat", "founded_on", "01-01-2999", "Deze datum ligt in de toekomst"),
        ("wat", "founded_on", "31-02-2020", "Dit is geen datum"),
        ("wat", "summary", "", "Vertel in een paar zinnen"),
        ("wat", "themes", None, "Kies minstens één doel"),
        ("vraag", "needs", ["bestaat-niet"], "geldige"),
        ("vraag", "question_text", "x" * 9000, "5000"),
        ("toets", "product", "misschien", "geldige"),
        ("toestemming", "consent", None, "Zonder uw akkoord"),
    ],
)
def test_clear_message_at_the_top_and_at_the_field(walk, code, name, value, says):
    response = walk.post(code, **{name: value})
    assert response.status_code == 422
    page = html.unescape(response.content.decode())
    assert page.count(says) >= 2
    assert f'href="#id_{name}' in page
    if isinstance(value, str):
        assert typed(walk.intake(), code)[name] == value
        assert code in ("toets",) or name == "legal_form" or value in page


@pytest.mark.parametrize(
    "value", ["Groen 🌱 & <b>goed</b>", "<script>alert(1)</script>", "Ünïcødé 漢字", "'; DROP TABLE"]
)
def test_odd_text_is_kept_as_text(walk, value):
    assert walk.post("wie", name=value).status_code == 302
    assert read(walk.intake()).name == value
    page = walk.client.get(f"{walk.base}samenvatting/").content.decode()
    assert html.escape(value) in page
    assert "<script>alert" not in page


def test_zeros_at_the_start_stay(walk):
    walk.post("wie", kvk_number="00.000.019")
    assert walk.intake().kvk_number == "00000019"


@pytest.mark.parametrize("code", list(GOOD))
@pytest.mark.parametrize("value", ["a\0b", "\0", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe\xfa"])
def test_broken_characters_are_never_a_500(walk, code, value):
    names = CRITERIA if code == "toets" else GOOD[code] or ["file"]
    for name in names:
        response = walk.client.post(f"{walk.base}{code}/", {**GOOD[code], name: value})
        assert response.status_code in (302, 422)
        assert walk.keep(code, **{name: value}).status_code == 204
    assert walk.get(code).status_code == 200
    assert walk.client.get(f"{walk.base}samenvatting/").status_code == 200


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40, "\0"])
def test_odd_version_is_never_a_500(walk, version):
    assert walk.post("wat", version=version).status_code in (302, 409)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.pdf", b"MZ\x90\x00" + b"\0" * 200, "is niet wat de naam zegt"),
        ("virus.exe", b"MZ\x90\x00", "niet aannemen"),
        ("leeg.pdf", b"", "leeg"),
        ("x" * 300 + ".pdf", b"%PDF-1.4", ""),
    ],
)
def test_files_we_cannot_take(walk, name, content, says):
    response = walk.post("bijlagen", file=SimpleUploadedFile(name, content))
    assert response.status_code in (302, 422)
    if says:
        assert response.status_code == 422
        assert says in html.unescape(response.content.decode())


def test_upload_of_100_mb_is_refused_with_a_message(walk):
    response = walk.post(
        "bijlagen", file=SimpleUploadedFile("groot.pdf", b"%PDF-1.4" + b"0" * (100 * 1024 * 1024))
    )
    assert response.status_code == 422
    assert "groot.pdf" in html.unescape(response.content.decode())
    assert "10 MB" in html.unescape(response.content.decode())


def test_nothing_filled_in_at_all(municipality):
    walk = Walk(municipality)
    for code in GOOD:
        response = walk.client.post(f"{walk.base}{code}/", {})
        assert response.status_code == (302 if code in ("aanbod", "bijlagen") else 422), code


def test_browser_does_not_cut_off_what_is_too_long(walk):
    assert "maxlength" not in walk.get("wie").content.decode()

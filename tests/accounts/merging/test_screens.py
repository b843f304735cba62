"""The pages of merging: compare, preview, merge, undo, and who may not."""

import pytest
from django.urls import reverse

from accounts.merging.queries import counts
from accounts.models import CaseFile, Merge
from portal.kernel.tenancy.scope import scoped
from tests.accounts.merging.conftest import do_merge
from tests.factories import make_municipality, make_staff

SENT = {"here_version": 1, "there_version": 1, "kvk_number": "here", "name": "there", "summary": "there",
        "themes": "there", "reason": "Zelfde"}  # fmt: skip


def test_compare_preview_merge_and_undo_on_screen(municipality, pair, client_for):
    here, there, by = pair
    browser = client_for(by)
    assert "De Draad BV" in browser.get(reverse("merges")).text
    page = reverse("merge_preview", args=[here.pk, there.pk])
    assert browser.get(page).status_code == 200
    seen = browser.post(page, SENT)
    assert (seen.status_code, "Jassen" in seen.text) == (200, True)
    with scoped([municipality.pk]):
        assert not Merge.objects.exists()  # looking changes nothing
        assert CaseFile.objects.get(pk=there.pk).members.count() == 2
    answer = browser.post(page, {**SENT, "stap": "samenvoegen"})
    with scoped([municipality.pk]):
        done = Merge.objects.get()
        assert CaseFile.objects.get(pk=here.pk).summary == "Jassen"
    where = reverse("merge", args=[done.pk])
    assert answer.headers["Location"] == where
    # a double submit, and an address from before, end at what was done
    assert browser.post(page, {**SENT, "stap": "samenvoegen"}).headers["Location"] == where
    assert browser.get(page).headers["Location"] == where
    colleague = client_for(make_staff(municipality, "specialist", domains=("care",)))
    shown = colleague.get(where)
    assert (shown.status_code, by.name in shown.text) == (200, True)
    undo = reverse("merge_undo", args=[done.pk])
    assert colleague.post(undo).status_code == 403
    browser.post(undo)
    with scoped([municipality.pk]):
        assert CaseFile.objects.get(pk=there.pk).merged_into_id is None
    assert browser.get(where).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"here_version": "x"}, 422),
        ({"reason": ""}, 422),
        ({"reason": "a" * 10_000}, 422),
        ({"name": "allebei"}, 422),
        ({"there_version": 7}, 409),
        ({"here_version": 10**30}, 409),
    ],
)
def test_what_is_wrong_is_told_and_what_was_chosen_is_kept(pair, client_for, wrong, status):
    here, there, by = pair
    answer = client_for(by).post(reverse("merge_preview", args=[here.pk, there.pk]), {**SENT, **wrong})
    assert answer.status_code == status
    assert 'value="there" id="id_summary-there" checked' in answer.text


def test_going_back_keeps_what_was_chosen(pair, client_for):
    here, there, by = pair
    page = reverse("merge_preview", args=[here.pk, there.pk])
    answer = client_for(by).post(page, {**SENT, "stap": "kiezen"})
    assert answer.status_code == 200
    assert 'value="there" id="id_name-there" checked' in answer.text


def test_private_notes_of_domains_are_not_even_counted(municipality, pair, client_for):
    here, there, by = pair
    with scoped([municipality.pk]):
        labels = dict(counts(there))
        assert labels
        assert not any("notit" in label for label in labels)
        done = do_merge(here, there, by)
    assert "privénotit" not in client_for(by).get(reverse("merge", args=[done.pk])).text.lower()


@pytest.mark.parametrize("role", ["specialist", "alderman"])
def test_others_do_not_merge(pair, staff, client_for, role):
    here, there, _by = pair
    page = reverse("merge_preview", args=[here.pk, there.pk])
    assert client_for(staff(role, domains=("care",))).get(page).status_code == 403
    assert client_for(make_staff(make_municipality(), "account_manager")).get(page).status_code == 404

"""The morning mail: on the right days, once, short, and only when there is something to do."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Absence, MorningMailChoice, Task
from accounts.worklist.engine import Held, is_working_day, mail_comes, stays_away
from accounts.worklist.morning import send_all
from portal.kernel.models import Mail
from tests.accounts.transfer.conftest import make_move

#: A Wednesday, and Christmas Day (a Friday).
WEDNESDAY, CHRISTMAS = dt.date(2026, 11, 25), dt.date(2026, 12, 25)


def at(day, hour):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@pytest.fixture
def busy(case):
    with case.scope():
        for title in ("Een", "Twee", "Drie", "Vier"):
            Task.objects.create(
                municipality=case.municipality, case_file=case.case_file, title=f"Taak {title}", holder=case.care,
                created_by=case.manager, due_on=dt.date(2026, 11, 20),
            )  # fmt: skip
    return case


def mails(case):
    with case.scope():
        return list(Mail.objects.filter(to=case.care.email))


def test_the_mail_comes_once_with_three_lines_however_often_beat_asks(busy):
    assert send_all(busy.municipality, at(WEDNESDAY, 6)) == 0
    assert send_all(busy.municipality, at(WEDNESDAY, 7)) == 1
    assert send_all(busy.municipality, at(WEDNESDAY, 7)) == send_all(busy.municipality, at(WEDNESDAY, 9)) == 0
    [mail] = mails(busy)
    assert "Goedemorgen" in mail.text and mail.text.count("Taak ") == 3
    assert "Mijn taken: 4" in mail.text and "/profiel/#ochtendmail" in mail.text


@pytest.mark.parametrize("day", [CHRISTMAS, dt.date(2026, 11, 28)])
def test_no_mail_on_holidays_and_in_the_weekend(busy, day):
    assert send_all(busy.municipality, at(day, 8)) == 0


def test_no_mail_in_the_afternoon_after_everything_was_down(busy):
    assert send_all(busy.municipality, at(WEDNESDAY, 13)) == 0


def test_no_mail_for_who_is_away_or_chose_never(busy):
    with busy.scope():
        absence = Absence.objects.create(
            municipality=busy.municipality, person=busy.care, replacement=busy.work, from_on=WEDNESDAY,
            until_on=WEDNESDAY, made_by=busy.care,
        )  # fmt: skip
    send_all(busy.municipality, at(WEDNESDAY, 8))  # the replacement has work now, and gets a mail
    assert mails(busy) == []
    with busy.scope():
        absence.delete()
        MorningMailChoice.objects.create(municipality=busy.municipality, person=busy.care, rhythm="off")
    send_all(busy.municipality, at(WEDNESDAY, 8))
    assert mails(busy) == []


def test_the_choice_is_made_on_the_profile_page(busy, client_for):
    client = client_for(busy.care)
    assert "Ochtendmail" in client.get("/profiel/").content.decode()
    assert client.post("/werkvoorraad/ochtendmail/", {"rhythm": "weekly", "weekday": "2"}).status_code == 302
    with busy.scope():
        assert MorningMailChoice.objects.get().weekday == 2
    assert client.post("/werkvoorraad/ochtendmail/", {"rhythm": "weekly", "weekday": "6"}).status_code == 422
    assert client.post("/werkvoorraad/ochtendmail/", {"rhythm": "x"}).status_code == 422
    assert "Taak Een" in client.get("/werkvoorraad/ochtendmail/").content.decode()


@given(st.dates(dt.date(2026, 1, 5), dt.date(2026, 12, 20)), st.integers(0, 4), st.sets(st.integers(0, 6)))
def test_a_weekly_mail_comes_at_most_once_a_week_and_never_on_a_day_off(day, weekday, off):
    monday = day - dt.timedelta(days=day.weekday())
    week = [monday + dt.timedelta(days=n) for n in range(7)]
    holidays = {week[n] for n in off}
    sent = [one for one in week if mail_comes("weekly", weekday, one, holidays)]
    assert len(sent) <= 1
    assert all(is_working_day(one, holidays) for one in sent)
    assert bool(sent) == any(is_working_day(one, holidays) for one in week[weekday:5])


@given(st.text(max_size=5), st.text(max_size=5), st.booleans(), st.booleans())
def test_a_changed_line_never_stays_away(stamp, now, was_late, late):
    stays = stays_away(Held(stamp, was_late), stamp=now, late=late)
    assert stays == (stamp == now and (was_late or not late))


def test_an_offered_case_file_is_reason_enough_for_a_mail(db):
    move = make_move()
    move.consent(move.ask())
    assert send_all(move.there, at(WEDNESDAY, 7)) == 1
    with move.at_there():
        mail = Mail.objects.get(to=move.receiver.email, key__startswith="morning")
    assert f"Beslis over een dossier van {move.here}" in mail.text and "/verhuizen/aangeboden/" in mail.text

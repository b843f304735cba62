"""A case file with its people, a mail that went out, and a way to let mail come in."""

import pytest

from accounts.conversation import actions
from accounts.models import EnterpriseMember
from portal.kernel.inbox.actions import receive
from portal.kernel.inbox.adapters import Fetched
from portal.kernel.inbox.compose import answer_to
from portal.kernel.models import Mail
from tests.accounts.questions.conftest import make_case


@pytest.fixture
def case(municipality):
    return make_case(municipality)


@pytest.fixture
def mail(case):
    """The mail of a message of the account manager to the entrepreneur."""
    with case.scope():
        message = actions.send_message(
            case_file=case.case_file, by=case.manager, subject="Terras", text="Wilt u?"
        )
        return Mail.objects.get(message_mail__message=message)


@pytest.fixture
def member(case):
    with case.scope():
        return EnterpriseMember.objects.get(case_file=case.case_file)


def take(message):
    """Let a message come in; True when it was new."""
    raw = message if isinstance(message, bytes) else message.as_bytes()
    return receive(Fetched("1", raw, len(raw)))


def answer(mail, text="Ja, graag.", **kwargs):
    """The answer of the one who got a mail."""
    return answer_to(mail, sender=kwargs.pop("sender", mail.to), text=text, **kwargs)

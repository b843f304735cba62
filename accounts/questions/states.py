"""The states of a question, in one table. A question never leaves a state by another way."""

from __future__ import annotations

from accounts.questions.models import QuestionState as State

#: Someone still has to do something.
OPEN = (State.NEW, State.ROUTED)

#: (from, to): why this step exists.
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.NEW, State.ROUTED): "an account manager lays it with one or more domains",
    (State.NEW, State.ANSWERED): "a simple question is answered at once",
    (State.ROUTED, State.ANSWERED): "the answer goes to the entrepreneur",
    (State.NEW, State.WITHDRAWN): "the entrepreneur no longer needs an answer",
    (State.ROUTED, State.WITHDRAWN): "the entrepreneur no longer needs an answer",
}


class NotAllowedNowError(Exception):
    """This step does not fit the state the question is in."""


def ensure(current: str, wanted: str) -> None:
    """Raise NotAllowedNowError unless the table has this step."""
    if (current, wanted) not in TRANSITIONS:
        raise NotAllowedNowError(f"{current} -> {wanted}")

"""Who looks along with the demo's open challenge: two answers, a question that waits, and followers."""

from __future__ import annotations

from challenges.contests.audience import actions
from challenges.contests.models import Challenge
from portal.kernel.models import Person

ASKED = (
    (
        "Mag een stichting ook meedoen, of alleen een bv?",
        "Elke rechtsvorm mag. Ook een initiatief dat nog niet is ingeschreven kan meedoen.",
    ),
    (
        "Moet het plein open blijven voor de markt op zaterdag?",
        "Ja. Op zaterdag tot vijf uur staat de markt er. Wat u bedenkt, moet dan aan de kant kunnen.",
    ),
    ("Is er stroom en water op het plein?", ""),
)
FOLLOWERS = ("buurvrouw@voorbeeld.example", "wijkblad@voorbeeld.example", "fonds@voorbeeld.example")


def followed(challenge: Challenge, by: Person) -> None:
    """Questions, answers and followers of an open challenge."""
    for number, (text, answer) in enumerate(ASKED):
        question = actions.ask(challenge=challenge, email=f"vrager{number}@voorbeeld.example", text=text)
        question = actions.confirm_question(question=question)
        if answer:
            actions.answer(question=question, version=question.version, text=answer, by=by)
    for email in FOLLOWERS:
        actions.confirm_follower(follower=actions.follow(challenge=challenge, email=email))

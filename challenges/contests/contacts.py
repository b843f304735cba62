"""Names and addresses of who helps a challenge."""

from __future__ import annotations

from challenges.contests.models import Challenge, ChallengeContact


def add_contact(challenge: Challenge, role: str, name: str, email: str) -> ChallengeContact:
    """Write down who someone is; the row goes when its term is over, what they did stays."""
    return ChallengeContact.objects.create(
        municipality_id=challenge.municipality_id, challenge=challenge, role=role, name=name, email=email
    )

"""Links in mails to who asks or follows: made from a seed and the site's secret, so mailed again they are the same."""

from __future__ import annotations

import uuid
from typing import TypeVar

from challenges.contests.audience.models import ChallengeFollower, ChallengeQuestion
from portal.kernel.people.tokens import hash_token, link_token

Linked = TypeVar("Linked", ChallengeFollower, ChallengeQuestion)


def token_of(row: ChallengeFollower | ChallengeQuestion) -> str:
    """The token that opens this question, or this following."""
    return link_token(f"challenges.{row._meta.model_name}.token", row.seed)


def with_token(row: Linked) -> Linked:
    """A row that is not stored yet, with a seed and the hash of its token."""
    row.seed = uuid.uuid4()
    row.token_hash = hash_token(token_of(row))
    return row

"""Rows whose bearer of a mailed link may open them. Only the hash of the token is kept."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models

from portal.kernel.people.tokens import hash_token, link_token
from portal.kernel.tenancy.models import TenantModel

#: What of such a row no history keeps: who it is, and what opens it.
SECRET = ["name", "email", "seed", "token_hash"]


class Linked(TenantModel):
    """Someone with a name, an address and a link of their own; asked again it is the same link."""

    #: What the link opens, so that one seed never opens two things.
    link_use: ClassVar[str] = ""

    name = models.CharField(max_length=150)
    email = models.EmailField()
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        """What stands in the address."""
        return link_token(self.link_use, self.seed)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row gets its hash by itself."""
        self.token_hash = self.token_hash or hash_token(self.token)
        super().save(*args, **kwargs)

    @classmethod
    def bearing(cls, token: str, *related: str) -> Self | None:
        """Whose token this is, in the municipality in scope."""
        found: Self | None = cls.objects.select_related(*related).filter(token_hash=hash_token(token)).first()
        return found

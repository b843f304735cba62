"""Looking up a KVK number, behind an adapter. Never in the way: slow or down, the entrepreneur goes on."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

#: Someone waits for the page: after this many seconds they go on without the register.
LONGEST_WAIT = 3.0
_askers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="kvk")


@dataclass(frozen=True)
class KvkRecord:
    """What the trade register (handelsregister) says of an enterprise."""

    kvk_number: str
    name: str
    legal_form: str
    street: str
    postcode: str
    city: str
    sbi_code: str = ""


@dataclass(frozen=True)
class Lookup:
    """`record` is None when the number is unknown, or, with `available` False, when the register is away."""

    record: KvkRecord | None
    available: bool = True


class KvkAdapter(Protocol):
    """Asks a register. Raises KvkUnavailableError when it gives no answer."""

    def find(self, kvk_number: str) -> KvkRecord | None: ...


class KvkUnavailableError(Exception):
    """The register is slow or down."""


class RecordedKvk:
    """Answers recorded for fictional enterprises, for demo and tests. 99999999 plays a register that is down."""

    def find(self, kvk_number: str) -> KvkRecord | None:
        """The recorded answer, or None for a number nobody has."""
        if kvk_number == "99999999":
            raise KvkUnavailableError
        found = _recorded().get(kvk_number)
        return KvkRecord(kvk_number=kvk_number, **found) if found else None


@cache
def _recorded() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / "data" / "kvk_recorded.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def lookup(kvk_number: str) -> Lookup:
    """Look a number up by the adapter of settings.KVK_ADAPTER; whatever goes wrong, an answer comes back."""
    try:
        adapter: KvkAdapter = import_string(settings.KVK_ADAPTER)()
        return Lookup(_askers.submit(adapter.find, kvk_number).result(timeout=LONGEST_WAIT))
    except (KvkUnavailableError, TimeoutError):
        logger.warning("the trade register gave no answer")
    except Exception:  # a broken adapter is our problem, never the entrepreneur's
        logger.exception("the adapter of the trade register failed")
    return Lookup(None, available=False)

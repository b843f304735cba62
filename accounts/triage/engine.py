"""Matching a new intake with what we have, and proposing who handles it. Pure calculation, no Django."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Words that say nothing about which enterprise it is.
_NOISE = {
    "bv",
    "nv",
    "vof",
    "cv",
    "ua",
    "stichting",
    "vereniging",
    "cooperatie",
    "de",
    "het",
    "een",
    "van",
    "en",
    "the",
}
#: A resemblance below this share is no match.
LEAST_RESEMBLANCE = 0.72


@dataclass(frozen=True)
class Newcomer:
    """What an intake says of the enterprise."""

    name: str
    kvk_number: str = ""
    postcode: str = ""
    street: str = ""


@dataclass(frozen=True)
class Known:
    """A case file or enterprise we have; `key` is the caller's."""

    key: int
    name: str
    kvk_number: str = ""
    postcode: str = ""
    street: str = ""


@dataclass(frozen=True)
class Match:
    """A candidate with its score (0 to 1) and the reasons: (code, value), worded by the caller."""

    key: int
    score: float
    reasons: tuple[tuple[str, str], ...]

    @property
    def certain(self) -> bool:
        """Same KVK number: the same enterprise."""
        return any(code == "kvk" for code, _value in self.reasons)


def normalise(name: str) -> str:
    """A name without accents, case, punctuation, legal forms and articles: "De Draad B.V." -> "draad"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace(".", "")
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _NOISE]
    return " ".join(words)


def match(newcomer: Newcomer, known: Sequence[Known], *, most: int = 5) -> list[Match]:
    """The likely matches, best first; equal scores by key, so the order of `known` does not matter."""
    found = []
    name = normalise(newcomer.name)
    for candidate in known:
        reasons: list[tuple[str, str]] = []
        score = 0.0
        if newcomer.kvk_number and newcomer.kvk_number == candidate.kvk_number:
            reasons.append(("kvk", candidate.kvk_number))
            score = 1.0
        elif newcomer.kvk_number and candidate.kvk_number:
            continue  # two numbers: two enterprises
        resemblance = SequenceMatcher(None, name, normalise(candidate.name)).ratio() if name else 0.0
        if resemblance >= LEAST_RESEMBLANCE:
            reasons.append(("name", str(round(resemblance * 100))))
            score = max(score, 0.9 * resemblance)
        same_place = _place(newcomer.postcode) and _place(newcomer.postcode) == _place(candidate.postcode)
        if same_place:
            reasons.append(("postcode", candidate.postcode))
            same_street = bool(newcomer.street) and _place(newcomer.street) == _place(candidate.street)
            if same_street:
                reasons.append(("address", candidate.street))
            if score or same_street:
                score = min(1.0, max(score, 0.5) + 0.08) if score < 1.0 else 1.0
        if score > 0:
            found.append(Match(candidate.key, round(score, 4), tuple(reasons)))
    return sorted(found, key=lambda item: (-item.score, item.key))[:most]


def _place(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@dataclass(frozen=True)
class Manager:
    """An account manager with how many active case files they have."""

    key: int
    name: str
    workload: int


@dataclass(frozen=True)
class Proposal:
    """What the system proposes, each with its reason: (code, value) pairs, worded by the caller."""

    domains: tuple[tuple[str, tuple[str, ...]], ...]
    district: str
    manager: int | None
    manager_reason: tuple[str, str]


def propose(
    *,
    needs: Sequence[str],
    themes: Sequence[str],
    postcode: str,
    rules: Mapping[str, object],
    managers: Sequence[Manager],
) -> Proposal:
    """Domains by need and theme, district by postcode, manager by district, else theme, else least work."""
    by_need: Mapping[str, str] = rules.get("need_domain", {})  # type: ignore[assignment]
    by_theme: Mapping[str, str] = rules.get("theme_domain", {})  # type: ignore[assignment]
    reasons: dict[str, list[str]] = {}
    for need in needs:
        if need in by_need:
            reasons.setdefault(by_need[need], []).append(need)
    for theme in themes:
        if theme in by_theme:
            reasons.setdefault(by_theme[theme], []).append(theme)
    if not reasons:
        reasons["economy"] = []
    district, district_manager = _district(postcode, rules)
    by_key = {manager.key: manager for manager in managers}
    theme_managers: Mapping[str, int] = rules.get("theme_manager", {})  # type: ignore[assignment]
    if district_manager in by_key:
        manager, why = district_manager, ("district", district)
    else:
        own = next((theme for theme in themes if theme_managers.get(theme) in by_key), None)
        if own:
            manager, why = theme_managers[own], ("theme", own)
        elif managers:
            least = min(managers, key=lambda item: (item.workload, item.key))
            manager, why = least.key, ("workload", str(least.workload))
        else:
            manager, why = None, ("nobody", "")
    return Proposal(
        tuple((domain, tuple(codes)) for domain, codes in reasons.items()), district, manager, why
    )


def _district(postcode: str, rules: Mapping[str, object]) -> tuple[str, int | None]:
    digits = postcode[:4]
    if digits.isdigit():
        for row in rules.get("districts", ()):  # type: ignore[attr-defined]
            if row["from"] <= int(digits) <= row["to"]:
                return row["name"], row.get("manager")
    return "", None

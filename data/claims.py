"""Claims in ../seeds/ that the build draws: their values in metres, by the place and attribute."""

from __future__ import annotations

from functools import cache
from typing import Any

from features import HERE, toml

SEEDS = HERE.parent / "seeds"
METRES = {"m": 1, "km": 1000}
Claims = dict[str, dict[str, Any]]  # by key, source-id/claim-id


def reported(attribute: str) -> dict[int, Claims]:
    """Metres that claims in seeds/ give for the road bridge, in order, with the claims."""
    found: dict[int, Claims] = {}
    for key, claim in all_claims().items():
        if (claim["about"], claim["attribute"]) == ("road-bridge", attribute):
            found.setdefault(metres_of(claim), {})[key] = claim
    return dict(sorted(found.items()))


def metres_of(claim: dict[str, Any]) -> int:
    """A claim's value in metres."""
    return int(claim["value"] * METRES[claim.get("unit", "m")])


def day_of(key: str) -> str:
    """The day that a claim speaks of, EDTF: the one that it states, or that of its publication."""
    published = {r["source"]["id"]: r["source"]["published"] for r in _records()}
    return str(all_claims()[key].get("when", published[key.partition("/")[0]]))


def hedged(metres: int, claims: Claims) -> str:
    """A value with the hedges that all claims have, or some: "about 110 m"."""
    words = dict.fromkeys(_hedge(claim) for claim in claims.values())
    some = [word for word in words if word]
    if "" not in words:
        return f"{' or '.join(some)} {metres} m"
    return f"{metres} m (by some: {' or '.join(some)})" if some else f"{metres} m"


def _hedge(claim: dict[str, Any]) -> str:
    signs = {"approximate": "about", "at least": "at least", "at most": "up to"}
    return " ".join(word for hedge, word in signs.items() if hedge in claim.get("hedges", ()))


def all_claims() -> Claims:
    """Every claim in seeds/ by its key, in the order of the files."""
    return {f"{r['source']['id']}/{c['id']}": c for r in _records() for c in r.get("claim", [])}


@cache
def _records() -> list[dict[str, Any]]:
    records = [toml(path) for path in sorted(SEEDS.glob("*.toml"))]
    return [record for record in records if "source" in record]

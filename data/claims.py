"""Claims in ../seeds/ that the build draws: their values in metres, by the place and attribute."""

from __future__ import annotations

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
            metres = claim["value"] * METRES[claim.get("unit", "m")]
            found.setdefault(metres, {})[key] = claim
    return dict(sorted(found.items()))


def all_claims() -> Claims:
    """Every claim in seeds/ by its key, in the order of the files."""
    records = [toml(path) for path in sorted(SEEDS.glob("*.toml"))]
    return {f"{r['source']['id']}/{c['id']}": c for r in records for c in r.get("claim", [])}

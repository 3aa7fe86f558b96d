"""Proof: a claim held against the text of its source."""

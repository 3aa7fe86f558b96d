"""Findings: the claims of a story held against each other."""

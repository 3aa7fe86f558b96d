"""Readers of uploaded files, one a format."""

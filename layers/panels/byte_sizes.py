"""Sizes as people read them."""

from __future__ import annotations


def readable(size: int) -> str:
    """A number of bytes in MB or kB, with one decimal where it is not a whole one."""
    number, unit = (size / 1e6, "MB") if size >= 1e6 else (max(size / 1e3, 0.1), "kB")
    return f"{number:.1f}".removesuffix(".0") + f" {unit}"

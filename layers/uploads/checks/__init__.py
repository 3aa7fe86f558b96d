"""Checks of uploaded features: shapes, CRS, position and attributes."""

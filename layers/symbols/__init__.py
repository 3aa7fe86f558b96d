"""Symbols: colours, dashes, signs and label ranks, for the web map, paper and other programs."""

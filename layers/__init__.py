"""A map of one news story: sources, claims, places, and their drawing."""

"""The folium map: a constant base, a changing overlay, and the only place that writes HTML."""

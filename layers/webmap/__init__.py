"""The folium map: a constant base and a changing overlay."""

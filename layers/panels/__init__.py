"""The page: Streamlit panels, one a file, and what they share in `session`."""

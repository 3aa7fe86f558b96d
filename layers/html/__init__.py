"""HTML of the page and of snapshots: the gate, templates, cards, tables and filters."""

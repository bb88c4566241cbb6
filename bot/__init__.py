"""Nätverksbot: see the map of the house in docs/architecture.md."""

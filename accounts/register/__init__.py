"""The municipality's public register of social enterprises: opt-in, searchable, and open data."""

"""Samples of routes per instrument; see `tests/route_samples.py`."""

"""Tenders on ambition: planning, thresholds and reservations, circular tenders, open data."""

"""Recognition: definition checks, marks (Code, PSO, B Corp) and the place on the WRR spectrum over time."""

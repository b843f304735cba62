"""Chapter 3: procurement as an instrument for social entrepreneurs."""

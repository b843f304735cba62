"""Pages of the privacy officer's desk, one module per part."""

"""SQL of the search, installed after migrate as the owner of the tables.

The text operators are not leakproof, so under row-level security PostgreSQL may not use their index. The search
therefore runs as the owner, in a function that applies the scope itself, before anything else.
"""

SEARCH_FUNCTIONS: tuple[str, ...] = ()

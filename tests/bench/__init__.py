"""The bench: what the product's reads cost beside the same reads in plain SQL, and how much it carries.

    python -m tests.bench              the pages, on one year of the national service (make bench)
    python -m tests.bench flow         clients at a mix of pages, the court's answers, memory
    python -m tests.bench docs         the figures into docs/performance.md

Words: a *figure* is one read with all that was measured of it; *raw* is the same question asked in SQL written by hand
(raw/*.sql), over the same connection, under the same role and the same person, with row security on. A figure counts
only where both give the same answer. Nothing here asserts a time: a figure beyond its bound is said to be missed.
"""

"""Documents as files: the organisation's templates, Word and PDF, what is inside a file, and the gate of the house.

Words: a *template* has versions, one of them in force; the *gate* looks through a file, its text and its insides, for
what must not leave. Knows nothing of families and cases: what is protected is handed to it.
"""

"""Where every thread begins: what we need to find out and why, and whom we tried to reach.

Words: a *line of enquiry* is a question with its reason; the *contact log* says whom we tried to reach,
reached, and what was said. May know: cases, families.
"""

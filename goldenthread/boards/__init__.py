"""Boards and committees: who sits on them, their meetings, papers, decisions, and the packs that they are given.

Words: a *member* sits for a term, in a capacity; an *interest* is declared; a *paper* is read before a meeting; a
*minute* says what was said, decided or undertaken; a *pack* is frozen at its date. May know: improvement, learning,
actions; nothing of any family.
"""

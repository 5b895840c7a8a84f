"""Filing with the court: what was agreed goes to the court once, and its receipt comes back.

Words: a *filing* is one sending of one paper; the court gives a *receipt*, *refuses*, or leaves us *uncertain*.
May know: the court's client, papers and what lies below.
"""

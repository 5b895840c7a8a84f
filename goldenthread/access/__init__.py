"""Who may: permissions, grants, the guard at every door, the wall in the database, the trace, the view log.

Words: a *permission* is one act; a *grant* gives it to a role within a *scope*; a scope is a WHERE clause
that each model gives meaning to (`standing`). The *wall* is row security in PostgreSQL: it hides a restricted
case, and all that hangs on it, from every person not named on it, whatever the Python says.
May know: people, the thread, the page layer.
"""

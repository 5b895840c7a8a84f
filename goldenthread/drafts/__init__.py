"""What someone has typed and not yet submitted: kept on the server, for that person and page, and purged.

Words: a *draft* is kept while typing; what was *set aside* came with a sign-in that had ended or a stale
token. Both are given back to the same person and to nobody else. *Once* is the key by which a form that is
sent twice is taken once. May know: access.
"""

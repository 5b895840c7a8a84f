"""Telling people that something waits, and where: e-mail with no content.

Words: a *notice* is one message to one person; a *kind* is a sort of thing that waits; a *telling* is what is to be
told now; the *digest* is the notice of a working day. What was *told* is remembered, so that nobody is told it twice.
May know: every worklist below. It asks them what waits; nobody tells it.
"""

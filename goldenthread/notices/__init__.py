"""Telling people that something waits, and where: e-mail with no content.

May know: every worklist below. It asks them what waits; nobody tells it.
"""

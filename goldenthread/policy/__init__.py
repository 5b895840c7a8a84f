"""Dated reference data: what law and policy say, by nation and process, each with its source.

Words: a *value* holds from a day (until a day), for a nation and a process; a rule takes the value for the
date of the facts. What has not been confirmed is marked so, and is shown so. May know: the kernel.
"""

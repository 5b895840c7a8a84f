"""Rows, tags and sentences for templates: one file each."""

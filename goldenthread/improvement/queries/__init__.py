"""Reads of plans, recommendations received and risks: one file each."""

"""Reads of boards, meetings and packs."""

"""Boards, meetings and packs as rows, tags and sentences for templates."""

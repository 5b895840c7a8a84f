"""The advice and the report as rows, tags and sentences for templates."""

"""The pages of the advice and of the report to court."""

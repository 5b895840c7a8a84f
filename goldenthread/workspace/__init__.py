"""What gathers every area on one page: my work, the team's, a case's overview, problems, timeline, record.

May know: everything below it. Holds no tables.
"""

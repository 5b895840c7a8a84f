"""The pages of this area, by noun: signing in and out, staff, break-glass."""

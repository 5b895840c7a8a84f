"""The pathway, in the order in which the work happens. Later knows earlier, never the reverse."""

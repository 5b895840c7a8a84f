"""Golden Thread: what a child said, carried from the first enquiry to the court's order, and back."""

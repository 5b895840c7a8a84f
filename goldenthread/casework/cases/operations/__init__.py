"""What a person does to a case, by noun: `records` (supersede, late, stage), and beside it the others."""

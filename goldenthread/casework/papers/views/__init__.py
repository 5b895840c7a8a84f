"""The pages of papers, copies, directions and Word copies brought back."""

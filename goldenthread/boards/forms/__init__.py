"""What the pages of boards and meetings ask."""

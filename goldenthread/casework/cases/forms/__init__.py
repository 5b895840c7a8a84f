"""What the pages of a case ask, by noun. They validate what was typed and decide nothing."""

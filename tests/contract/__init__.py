"""Tests made from the code itself, so that they cannot fall behind it. What is missing is said with what to paste."""

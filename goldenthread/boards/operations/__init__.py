"""What is done with boards, meetings and packs."""

"""The pages of boards, meetings and packs."""

"""The pages of actions and of the posts that own them."""

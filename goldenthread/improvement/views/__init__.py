"""The pages: one file each for plans, recommendations received and risks."""

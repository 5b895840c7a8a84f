"""What the pages ask: one file each for plans, recommendations received and risks."""

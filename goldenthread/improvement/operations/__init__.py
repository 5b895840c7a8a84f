"""What is done with plans, recommendations received and risks: one file each."""

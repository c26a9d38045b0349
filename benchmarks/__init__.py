"""Speed, measured as ratios to what this machine can do at best, in the same run."""

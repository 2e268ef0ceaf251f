"""Speed and memory of the whole path, as ratios to references timed in the same run."""

"""Many pumps, one question: populations drawn by seed, each pump simulated, answers as a page."""

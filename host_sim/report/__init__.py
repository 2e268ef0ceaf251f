"""The HTML report of a story: one file that opens without a network."""

"""The simulator: a board made of a plant, and the scenarios played on it."""

"""The simulator: a board made of a plant, and the stories told with it."""

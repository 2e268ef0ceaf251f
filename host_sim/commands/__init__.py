"""What the commands of cli.py do: each is imported when it is called: help comes at once."""

"""What happens in a life, kind by kind: each act is a function of the life and its dice."""

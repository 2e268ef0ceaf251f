"""What people and programs see: tables on a terminal, JSON on a pipe."""

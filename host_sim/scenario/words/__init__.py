"""The words of the scenario language, a file for each kind of statement."""

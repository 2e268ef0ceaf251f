"""A production test of a bare board over its serial line: steps, their order, a signed report."""

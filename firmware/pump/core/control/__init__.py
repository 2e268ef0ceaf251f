"""Where parts work together: a quantum, an order, a fault. Each class holds the parts it needs."""

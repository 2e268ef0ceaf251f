"""An interval's account from a downloaded log: programmed, commanded, reconciled, and what else it
tells (S74). Reads lines; asks no pump."""

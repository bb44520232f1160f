"""What is true of royalties, on plain values: whole micro-units, exact fractions, no clock and no tables."""

"""Care: what people report, what the staff decides by the rules of the house, and appeals."""

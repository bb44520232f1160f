"""Ground: words people write, made safe to show."""

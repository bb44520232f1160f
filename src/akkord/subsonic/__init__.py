"""The door for music players: the OpenSubsonic API under /rest/, by device tokens."""

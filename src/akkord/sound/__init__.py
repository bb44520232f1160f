"""Sound: what the box found in a file, its print, and the ear that recognises it."""

"""Files: content-addressed, written once, never named by a person."""

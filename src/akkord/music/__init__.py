"""Music: uploads and their life, tracks, listening."""

"""Podcasts: feeds that people and communities follow, and episodes brought here like any upload."""

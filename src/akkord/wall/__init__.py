"""Walls: posts of people and communities, with music attached."""

"""Procedures: what a law asks, gives time for and brings about; on plain values, with time passed in."""

"""Deals: what a licence or policy would have done, and how one is negotiated and signed."""

"""Groups: communities with a page and a wall; the interface says community, the address is /club1."""

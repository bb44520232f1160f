"""The door to the public log: readable lines, static files of the tree, proofs."""

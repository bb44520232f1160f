"""The calls of the API, a file a subject; each answers with a tree that stands in the envelope."""

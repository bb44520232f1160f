"""Search: people, communities, posts and music by words, however they are spelled."""

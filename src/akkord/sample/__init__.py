"""The sample world: invented people, labels and music that a new instance can be tried with."""

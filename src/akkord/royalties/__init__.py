"""From plays to money: what is owed to whom, said so that it can be recomputed."""

"""Everything that is a person's own, as a folder they can open without the site."""

"""People: accounts with a page, friends and followers."""

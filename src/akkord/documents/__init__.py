"""Documents people attach to posts and messages: kept as they came, handed out as files."""

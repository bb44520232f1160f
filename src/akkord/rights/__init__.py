"""Rights: the facts labels, courts and owners state about recordings, and the one law that reads them."""

"""The edge of the network: where a listener is; later the one client for HTTP going out."""

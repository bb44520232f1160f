"""The site as its next version: one app more, whose migrations change what people wrote, fail or wait."""

"""What the site owes the outside about its restrictions: statements of reasons, notices, figures."""

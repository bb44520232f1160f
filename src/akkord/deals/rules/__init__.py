"""What is true of deals, on plain values: what a dry run says, and how talks about a licence go."""

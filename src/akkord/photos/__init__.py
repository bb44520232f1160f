"""Photos: albums of people and communities, and the pictures that stand in them, on posts and on messages."""

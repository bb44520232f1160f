"""Dialogs: conversations of two people, and chats of up to 500."""

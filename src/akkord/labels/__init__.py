"""The rights office: the door of labels and of bodies that act for them."""

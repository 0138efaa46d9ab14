"""What the theory says of stated dependencies, as text and as a picture."""

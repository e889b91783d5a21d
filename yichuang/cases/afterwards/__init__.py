"""What comes after the decision and the delivery."""

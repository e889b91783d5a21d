"""Money is a whole number of fen (分); nothing in the program computes with fractions of a yuan."""


def yuan(fen: int) -> str:
    """The amount in yuan for people to read: 123450 fen → "1,234.50"."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"

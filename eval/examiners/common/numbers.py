"""Keys of the numbers that French health care prints."""


def luhn_digit(body: str) -> str:
    """Last digit of an RPPS or FINESS number."""
    total = 0
    for place, sign in enumerate(reversed(body)):
        digit = int(sign)
        if place % 2 == 0:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return str(-total % 10)


def ins_key(body: str) -> str:
    """Key of the 13 characters of an INS (Corsica counts as 19 and 18)."""
    return f"{97 - int(body.replace('2A', '19').replace('2B', '18')) % 97:02d}"

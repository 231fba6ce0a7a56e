"""Numbers with a control key: RPPS, FINESS, INS."""

import random


def luhn_digit(digits: str) -> str:
    """Return the Luhn control digit to add after these digits."""
    total = 0
    for rank, char in enumerate(reversed(digits)):
        value = int(char) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str((10 - total % 10) % 10)


def rpps(rng: random.Random) -> str:
    """Draw an RPPS of eleven digits with its Luhn digit."""
    head = rng.choice(["1000", "1010", "1001", "8100", "1010"]) + f"{rng.randrange(10**6):06d}"
    return head + luhn_digit(head)


def finess(rng: random.Random, department: str) -> str:
    """Draw a FINESS number of nine digits with its Luhn digit."""
    head = department + f"{rng.randrange(10**6):06d}"
    return head + luhn_digit(head)


def ins_key(body: str) -> str:
    """Return the two-digit key of a thirteen-digit number."""
    return f"{97 - int(body) % 97:02d}"


def ins_number(sex: str, year: int, month: int, place: str, order: int) -> str:
    """Build the fifteen digits of an INS."""
    body = f"{'1' if sex == 'M' else '2'}{year % 100:02d}{month:02d}{place}{order:03d}"
    return body + ins_key(body)


def wrong_key(ins: str, rng: random.Random) -> str:
    """Return the same number with one digit altered, so that the key no longer fits."""
    while True:
        spot = rng.choice([9, 10, 11, 12, 13, 14])
        digit = rng.choice([char for char in "0123456789" if char != ins[spot]])
        other = ins[:spot] + digit + ins[spot + 1 :]
        if ins_key(other[:13]) != other[13:]:
            return other

"""Settings that give several names a value each, as `qc=0.1,delivery=0.05`."""


def read_pairs(text: str) -> dict[str, str]:
    """Read the values by name; what they mean is the setting's own to judge.

    Raises ValueError for a part that isn't written so.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    pairs = [tuple(piece.strip() for piece in part.partition("=")) for part in parts]
    if wrong := [repr(part) for part, (_, _, value) in zip(parts, pairs, strict=True) if not value]:
        raise ValueError(f"{', '.join(wrong)} must be written name=number, with commas between several")
    return {name: value for name, _, value in pairs}

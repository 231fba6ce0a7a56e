"""What is kept of a reading so that it can be learnt from: places and digests of candidates, weights of words; no text.

Rule: intake.md §8 (each correction is stored as candidates, chosen, page features, never the image).
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liane.domain.intake.fields import FieldName, ReadDocument, Source
from liane.domain.intake.learn.lessons import PLACED, LessonKind, Observation, Place, place_of

CANDIDATES_MAX = 12
FEATURES_MAX = 400
DIGEST_CHARS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCandidate:
    """A candidate of a field: digest of its value, and where it was read."""

    digest: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What one document leaves to learn from.

    type_code: the type read, before any lesson. chosen: by field, digest of the value that was shown. features: (place
    in the model, count).
    """

    type_code: str
    candidates: Mapping[FieldName, tuple[SeenCandidate, ...]]
    chosen: Mapping[FieldName, str]
    features: tuple[tuple[int, float], ...] = ()


def digest_value(value: str, salt: str) -> str:
    """Digest of a value as it is compared: case, accents and blanks do not count. salt: of the item."""
    plain = unicodedata.normalize("NFD", value).encode("ascii", "ignore").decode().upper()
    folded = "".join(sign for sign in plain if sign.isalnum())
    return hashlib.sha256(f"{salt}^{folded}".encode()).hexdigest()[:DIGEST_CHARS]


def gather(plain: ReadDocument, shown: ReadDocument, features: Sequence[tuple[int, float]], *, salt: str) -> Material:
    """Keep of a reading what may teach something. plain: before any lesson; shown: as a person saw it."""
    kept: dict[FieldName, tuple[SeenCandidate, ...]] = {}
    for name in PLACED & plain.candidates.keys():
        seen = [
            SeenCandidate(digest=digest_value(one.value, salt), place=place)
            for one in plain.candidates[name][:CANDIDATES_MAX]
            if one.source is Source.PAGE and (place := place_of(one)) is not None
        ]
        if seen:
            kept[name] = tuple(seen)
    chosen = {name: digest_value(shown.fields[name].chosen.value, salt) for name in kept if name in shown.fields}
    strongest = sorted(features, key=lambda one: -one[1])[:FEATURES_MAX]
    return Material(
        type_code=plain.types[0].code if plain.types else "",
        candidates=kept,
        chosen=chosen,
        features=tuple(sorted(strongest)),
    )


def find_observations(
    material: Material, *, sender: str, salt: str, type_code: str, corrections: Mapping[FieldName, str]
) -> tuple[Observation, ...]:
    """Say what one filed document shows of its sender.

    type_code: the type that a person filed it under. corrections: by field, the value that stands now, for the fields
    that the person changed; a field that is not there was kept as shown. A value that no candidate bears teaches no
    place.
    """
    found: list[Observation] = []
    if material.type_code and type_code:
        found.append(
            Observation(
                sender=sender,
                kind=LessonKind.TYPE,
                field=FieldName.DOC_TYPE,
                given=material.type_code,
                chosen=type_code,
                is_correction=type_code != material.type_code,
            )
        )
    for name, candidates in material.candidates.items():
        is_correction = name in corrections
        wanted = digest_value(corrections[name], salt) if is_correction else material.chosen.get(name, "")
        place = next((one.place for one in candidates if one.digest == wanted), None)
        if place is not None:
            found.append(
                Observation(sender=sender, kind=LessonKind.PLACE, field=name, place=place, is_correction=is_correction)
            )
    return tuple(found)

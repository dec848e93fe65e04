"""The seven emotions, in the order of every score vector of the product, and the names data sets use for them."""

from __future__ import annotations

EMOTIONS: tuple[str, ...] = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "calm")
"""Output order of every network here; the same as `src/protocol/emotions.ts`."""

ALIASES: dict[str, str] = {
    "angry": "anger",
    "disgusted": "disgust",
    "afraid": "fear",
    "fearful": "fear",
    "happy": "happiness",
    "sad": "sadness",
    "surprised": "surprise",
    "neutral": "calm",
}
"""Other spellings, accepted when reading data only."""

FER2013_COLUMN_ORDER: tuple[str, ...] = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "calm")
"""What the digits 0 to 6 of FER2013's `emotion` column mean."""


def emotion_index(name: str) -> int:
    """Index of an emotion by its name or alias. Raises ValueError that names the word and the choices."""
    word = name.strip().lower()
    word = ALIASES.get(word, word)
    if word not in EMOTIONS:
        raise ValueError(f'expected an emotion ({", ".join(EMOTIONS)}), got "{name}"')
    return EMOTIONS.index(word)

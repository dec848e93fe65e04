import { FILM_VERSION } from './schema.ts';

/** The film that `mien new` makes: a meeting on a bridge, told with stand-ins, to be changed at will. */
export const FIRST_FILM = `// A film to start from. It plays at once: every clip is a stand-in, a card with a title and a colour.
// Put a media file in place of a card when it is shot:  "clip": "clips/meeting.webm"
// "mien check" says what is wrong, "mien simulate" plays it without a camera, "mien graph" draws it.
{
  "version": ${FILM_VERSION},
  "title": "The bridge",
  "language": "en",

  // The moods that this film listens to. Where two are equally strong, the earlier counts.
  "emotions": ["happiness", "anger", "calm"],

  // Loops until somebody stands before it, or the start key is pressed.
  "opening": "river",

  "scenes": {
    "river": {
      "clip": { "standIn": { "title": "The river at dusk", "colour": "#1c3144", "seconds": 8 } },
      "next": "meeting"
    },

    // The first rule that holds is taken; the last one, without an emotion, is the default.
    "meeting": {
      "clip": { "standIn": { "title": "Two people meet on the bridge", "colour": "#3f5e5a", "seconds": 10 } },
      "next": [
        { "emotion": "happiness", "to": "greeting" },
        { "emotion": "anger", "to": "quarrel" },
        { "to": "silence" }
      ]
    },

    "greeting": {
      "clip": { "standIn": { "title": "They know each other", "colour": "#c98a3c", "seconds": 8 } },
      "next": [
        { "emotion": "anger", "to": "quarrel" },
        { "to": "together" }
      ]
    },
    "quarrel": {
      "clip": { "standIn": { "title": "An old quarrel", "colour": "#8c2f2b", "seconds": 8 } },
      "next": [
        { "emotion": "anger", "to": "apart" },
        { "to": "silence" }
      ]
    },
    "silence": {
      "clip": { "standIn": { "title": "They look at the water", "colour": "#4a5a78", "seconds": 8 } },
      "next": [
        { "emotion": "happiness", "to": "together" },
        { "emotion": "calm", "to": "together" },
        { "to": "apart" }
      ]
    },

    "together": {
      "clip": { "standIn": { "title": "They cross together", "colour": "#d9b44a", "seconds": 8 } },
      "ending": "together"
    },
    "apart": {
      "clip": { "standIn": { "title": "Each goes back", "colour": "#2b2b38", "seconds": 8 } },
      "ending": "apart"
    }
  }
}
`;

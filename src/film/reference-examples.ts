/** The examples of docs/film-language.md, in the order in which an artist meets the language. A test checks each. */
export interface Chapter {
  readonly title: string;
  /** Definitions of the schema whose fields the chapter lists; "" is the film itself. */
  readonly fields: readonly { readonly of: string; readonly only?: readonly string[] }[];
  readonly text: string;
  readonly example: string;
  /** A further file that the example includes. */
  readonly part?: { readonly file: string; readonly text: string };
}

export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'A first film',
    fields: [{ of: '', only: ['$schema', 'version', 'title', 'notes', 'language', 'emotions', 'opening', 'scenes'] }],
    text: 'A film is a folder with a `film.json`. It names the emotions that it listens to, the scene that loops until somebody comes, and its scenes. Comments and trailing commas are welcome. `$schema` gives completion and help in any editor that knows JSON Schema.',
    example: `{
  "$schema": "../film.schema.json",
  "version": 2,
  "title": "Two doors",
  "notes": "The smallest film that reads the room.",
  "language": "en",
  "emotions": ["happiness", "sadness"],
  "opening": "door",
  "scenes": {
    // Loops until somebody has been there for a moment.
    "door": { "clip": "clips/door.webm", "next": "hall" },
    "hall": {
      "clip": "clips/hall.webm",
      "next": [
        { "emotion": "happiness", "to": "garden" },
        { "emotion": "sadness", "to": "cellar" },
        { "to": "cellar" }, // the default: an empty room decides nothing
      ],
    },
    "garden": { "clip": "clips/garden.webm", "ending": "light" },
    "cellar": { "clip": "clips/cellar.webm", "ending": "dark" },
  },
}`,
  },
  {
    title: 'Clips',
    fields: [
      { of: 'clip' },
      { of: 'card' },
      { of: 'standIn' },
      {
        of: '',
        only: ['clips', 'frameRate', 'subtitles', 'audio', 'subtitlesOn', 'audioOn', 'fit', 'textSize', 'safeArea'],
      },
    ],
    text: 'A scene names a file, writes its clip out, or names one of the film\'s `clips`. A clip can be a range of a file: a whole film may lie in one. Times are seconds, `"mm:ss.SSS"`, `"hh:mm:ss.SSS"`, or frames at a stated rate. A title card is words alone. What is not shot yet is a stand-in: a card with a title, so that the film can be played, tried and simulated long before the shoot.',
    example: `{
  "version": 2,
  "title": "One file",
  "emotions": ["anger"],
  "opening": "street",
  "frameRate": 25,
  "subtitles": { "en": "subtitles/en.vtt" },
  "audio": { "de": "sound/de.opus" },
  "subtitlesOn": "en", // shown from the first; the operator can take them away
  "audioOn": "de",
  "fit": "contain",
  "textSize": 1.2, // a fifth larger: the room is deep
  "safeArea": 0.85,
  "clips": {
    "riot": {
      "file": "film.mp4",
      "in": "01:02.500",
      "out": "2250f@25",
      "rate": 25,
      "gain": -3,
      "markers": { "shout": "100f", "glass": 12.4 },
      "subtitles": { "en": "subtitles/riot.vtt" },
      "audio": { "description": "sound/riot-description.opus" },
    },
  },
  "scenes": {
    "street": { "clip": { "file": "film.mp4", "out": 30 }, "next": "part_one" },
    "part_one": {
      "clip": { "card": { "text": { "en": "Part one\\nThe street", "de": "Erster Teil\\nDie Straße" }, "colour": "#101418", "ink": "#f4e9d8", "seconds": 5 } },
      "next": "riot",
    },
    "riot": { "clip": "riot", "next": [{ "emotion": "anger", "to": "cell" }, { "to": "home" }] },
    "cell": { "clip": { "standIn": { "title": "The cell", "colour": "#402020", "seconds": 8 } }, "ending": "caught" },
    "home": { "clip": { "standIn": { "title": "Home", "seconds": 8 } }, "ending": "free" },
  },
}`,
  },
  {
    title: 'Scenes',
    fields: [{ of: 'scene' }],
    text: 'A scene plays once and goes on; it can be repeated, loop until a rule fires, or hold its last frame. Looping and holding scenes take their default when their patience is over, so that nobody gets stuck.',
    example: `{
  "version": 2,
  "title": "Patience",
  "emotions": ["calm"],
  "opening": "sea",
  "scenes": {
    "sea": { "clip": "clips/sea.webm", "next": "breath" },
    "breath": {
      "title": "Breathe with me",
      "notes": "Leaves as soon as the visitor is calm.",
      "tags": ["quiet", "second level"],
      "clip": "clips/breath.webm",
      "repeat": "loop",
      "patience": 40,
      "next": [{ "emotion": "calm", "to": "wave" }, { "to": "wind" }],
    },
    "wave": { "clip": "clips/wave.webm", "repeat": 2, "ending": "stillness" },
    "wind": {
      "clip": "clips/wind.webm",
      "hold": true,
      "subtitles": { "en": "subtitles/wind.vtt" },
      "audio": { "de": "sound/wind-de.opus" },
      "next": [{ "emotion": "calm", "to": "wave" }, { "to": "gone" }],
    },
    "gone": { "clip": "clips/gone.webm", "ending": "gone" },
  },
}`,
  },
  {
    title: 'Reading faces',
    fields: [{ of: 'reading' }, { of: '', only: ['reading', 'tuning', 'labels'] }],
    text: 'Reading rules hold for the whole film; a section and a scene lay their own over them. A mood is what the window holds at the moment of the cut. An emotion is dominant when it passes `confidence` and leads the next by `margin`; else the default is taken. A place with its own light and its own visitors can teach the reading: `mien tune` writes a small file, which the film names with `tuning`.',
    example: `{
  "version": 2,
  "title": "Held back",
  "emotions": ["anger", "fear", "calm"],
  "opening": "curtain",
  "reading": { "window": 5, "confidence": 0.45, "margin": 0.1, "audience": "nearest", "baseline": true },
  "tuning": "cellar-hall.json",
  "labels": ["anger", "fear", "calm"],
  "scenes": {
    "curtain": { "clip": "clips/curtain.webm", "next": "stare" },
    "stare": {
      "clip": "clips/stare.webm",
      // Only the second half counts, and anger has to be plain.
      "reading": { "from": "50%", "to": "95%", "emotions": ["anger", "fear"], "weights": { "anger": 0.8 }, "audience": "strongest" },
      "next": [{ "emotion": "anger", "to": "blow" }, { "emotion": "fear", "to": "step" }, { "to": "step" }],
    },
    "step": { "clip": "clips/step.webm", "next": [{ "emotion": "calm", "to": "hand" }, { "to": "blow" }] },
    "blow": { "clip": "clips/blow.webm", "ending": "blow" },
    "hand": { "clip": "clips/hand.webm", "ending": "hand" },
  },
}`,
  },
  {
    title: 'Where next',
    fields: [
      { of: 'rule', only: ['emotion', 'when', 'to', 'once', 'weight', 'notes'] },
      { of: 'variable' },
      { of: '', only: ['default', 'variables'] },
    ],
    text: "Rules are tried in order; the first that holds is taken. The last has to be a default, or be inherited from the section or from the film's `default`. Rules with a `weight` that ask for the same are a deck of cards: shuffled, dealt one by one, and none comes again until all were dealt, from one session to the next.",
    example: `{
  "version": 2,
  "title": "Versions",
  "emotions": ["happiness", "sadness"],
  "opening": "stairs",
  "default": "sleep",
  "variables": {
    "doors": { "type": "int", "start": 0, "notes": "Doors opened so far." },
    "light": { "type": "number", "start": 0.5 },
    "key": { "type": "bool", "start": false },
    "last": { "type": "text", "start": "none" },
  },
  "scenes": {
    // Another story each session, none twice until all three were told.
    "stairs": {
      "clip": "clips/stairs.webm",
      "next": [{ "weight": 1, "to": "red" }, { "weight": 1, "to": "blue" }, { "weight": 2, "to": "green" }],
    },
    "red": { "clip": "clips/red.webm", "set": { "doors": "doors + 1", "key": true, "last": "'red'" }, "next": "floor" },
    "blue": { "clip": "clips/blue.webm", "set": { "doors": "doors + 1", "light": "light / 2" }, "next": "floor" },
    "green": { "clip": "clips/green.webm", "next": "floor" },
    "floor": {
      "clip": "clips/floor.webm",
      "next": [
        { "when": "visits.floor > 3 || session.seconds > 300", "to": "sleep", "notes": "Enough walked." },
        { "emotion": "happiness", "when": "key && mood.happiness > 0.6", "to": "roof" },
        { "emotion": "sadness", "once": true, "to": "blue" },
        { "when": "last == 'red' && random < 0.5", "to": "red", "once": true },
      ],
    },
    "roof": { "clip": "clips/roof.webm", "ending": "roof" },
    "sleep": { "clip": "clips/sleep.webm", "ending": "sleep" },
  },
}`,
  },
  {
    title: 'Cuts before the end',
    fields: [{ of: 'rule', only: ['at', 'for', 'transition'] }, { of: 'transition' }, { of: '', only: ['transition'] }],
    text: 'A rule with `for` or `at` may cut in mid-scene: when its emotion has held for some seconds, now, at the next marker, or at one that is named. A change is a cut, a crossfade, or a dip to a colour.',
    example: `{
  "version": 2,
  "title": "Too long",
  "emotions": ["anger", "surprise"],
  "opening": "wall",
  "transition": "cut",
  "scenes": {
    "wall": { "clip": "clips/wall.webm", "next": "speech" },
    "speech": {
      "clip": { "file": "clips/speech.webm", "markers": { "pause": 6.2, "cough": 11 } },
      "transition": { "crossfade": 0.8 },
      "next": [
        { "emotion": "anger", "for": 2, "at": "marker", "to": "shout", "transition": { "dip": 0.6, "colour": "#300000" } },
        { "emotion": "surprise", "at": "cough", "to": "laugh" },
        { "to": "laugh" },
      ],
    },
    "shout": { "clip": "clips/shout.webm", "ending": "shout" },
    "laugh": { "clip": "clips/laugh.webm", "ending": "laugh" },
  },
}`,
  },
  {
    title: 'Sections and further files',
    fields: [{ of: 'section' }, { of: '', only: ['sections', 'include'] }],
    text: 'Scenes that belong together make a section. A rule that names it enters at its `start`; its scenes share the way out in its `next`; conditions ask for it with `section == "storm"` and `visits.storm`. A film can be spread over files of its folder: `include` adds their scenes, sections and clips.',
    example: `{
  "version": 2,
  "title": "Weather report",
  "emotions": ["fear", "calm"],
  "opening": "shore",
  "include": ["parts/storm.json"],
  "scenes": {
    "shore": { "clip": "clips/shore.webm", "next": "pier" },
    "pier": {
      "clip": "clips/pier.webm",
      "next": [{ "when": "visits.storm > 1", "to": "wreck" }, { "emotion": "fear", "to": "storm" }, { "to": "harbour" }],
    },
    "wreck": { "clip": "clips/wreck.webm", "ending": "wreck" },
    "harbour": { "clip": "clips/harbour.webm", "ending": "harbour" },
  },
}`,
    part: {
      file: 'parts/storm.json',
      text: `{
  "notes": "The storm, in a file of its own.",
  "sections": {
    "storm": {
      "title": "The storm",
      "notes": "Left by calm, or when nobody shows anything.",
      "start": "gust",
      "reading": { "window": 4 },
      "transition": { "crossfade": 1 },
      "on": { "leave": "harbour" },
      "next": [{ "emotion": "calm", "to": "harbour" }, { "to": "pier" }],
      "scenes": {
        "gust": { "clip": "clips/gust.webm", "next": [{ "emotion": "fear", "to": "thunder" }] },
        "thunder": { "clip": "clips/thunder.webm" },
      },
    },
  },
}`,
    },
  },
  {
    title: 'Beginning and ending a visit',
    fields: [{ of: '', only: ['session', 'on', 'credits'] }, { of: 'reactions' }],
    text: 'A session begins when somebody has been steadily there or presses start, and ends with an ending, when everybody has walked away, when its longest time is over, or by the operator\'s reset. What each of these does can be said for the film, a section or a scene: `"next"` goes on by the rules, `"nothing"` passes it over, a name goes there.',
    example: `{
  "version": 2,
  "title": "Stay",
  "emotions": ["calm"],
  "opening": "bench",
  "credits": "names",
  "session": { "steady": 2, "grace": 6, "longest": 240 },
  "on": { "leave": "farewell", "timeout": "farewell" },
  "scenes": {
    // Nobody is caught by the camera alone here: a visitor presses start.
    "bench": { "clip": "clips/bench.webm", "on": { "arrive": "nothing", "start": "next" }, "next": "talk" },
    "talk": {
      "clip": "clips/talk.webm",
      "on": { "leave": "nothing", "reset": "bench" },
      "next": [{ "emotion": "calm", "to": "stayed" }, { "to": "farewell" }],
    },
    "stayed": { "clip": "clips/stayed.webm", "ending": "stayed" },
    "farewell": { "clip": "clips/farewell.webm", "ending": "farewell" },
    "names": { "clip": "clips/names.webm" },
  },
}`,
  },
  {
    title: 'What a visitor takes along',
    fields: [{ of: 'trace' }],
    text: 'A scene, best an ending or the credits, can draw the visit over its clip: the path from left to right through its time, which forks wherever something was decided; the ways that were open, fading; the mood as one wave an emotion, the higher the more of it there was; and the titles of the scenes, with the emotion that decided over them. It is drawn from what happened to this very visitor, exists in memory alone, and is gone with the session. Whoever watches unread sees the path without waves.',
    example: `{
  "version": 2,
  "title": "Mirror",
  "emotions": ["happiness", "sadness"],
  "opening": "glass",
  "credits": "names",
  "scenes": {
    "glass": { "clip": "clips/glass.webm", "next": "look" },
    "look": { "clip": "clips/look.webm", "next": [{ "emotion": "happiness", "to": "bright" }, { "emotion": "sadness", "to": "dim" }, { "to": "dim" }] },
    "bright": { "clip": "clips/bright.webm", "ending": "bright" },
    "dim": { "clip": "clips/dim.webm", "ending": "dim" },
    "names": {
      "clip": "clips/names.webm",
      "trace": {
        "colours": { "happiness": "#f3b25c", "sadness": "#6c98dc" },
        "words": { "happiness": "Freude", "sadness": "Trauer" },
        "ink": "#dfe6f0",
        "titles": true,
        "top": 0.3,
        "height": 0.5,
        "start": 2,
        "seconds": 10,
      },
    },
  },
}`,
  },
  {
    title: 'What visitors are told',
    fields: [{ of: 'privacy' }, { of: '', only: ['privacy'] }],
    text: 'Before anything is read, the stage says that a camera reads expressions here, and while it does so a sign stays on the picture. The words are yours, in as many languages as your house speaks. With `"consent": "button"` the camera stays off until a visitor has pressed the start button. Whoever presses `0` watches without being read and is shown the defaults. docs/privacy.md says what the law of the European Union asks for.',
    example: `{
  "version": 2,
  "title": "Asked first",
  "emotions": ["calm", "fear"],
  "opening": "sea",
  "privacy": {
    "consent": "button",
    "notice": {
      "en": "A camera reads your expression; it chooses the next scene. Press the button to agree, 0 to watch unread.",
      "de": "Eine Kamera liest Ihren Ausdruck; er wählt die nächste Szene. Taste: einverstanden, 0: ungelesen zusehen.",
    },
    "sign": { "en": "Camera in use", "de": "Kamera an" },
    "paused": { "en": "Camera off", "de": "Kamera aus" },
  },
  "scenes": {
    "sea": { "clip": "clips/sea.webm", "next": "shore" },
    "shore": { "clip": "clips/shore.webm", "next": [{ "emotion": "fear", "to": "storm" }, { "emotion": "calm", "to": "glow" }, { "to": "glow" }] },
    "storm": { "clip": "clips/storm.webm", "ending": "storm" },
    "glow": { "clip": "clips/glow.webm", "ending": "glow" },
  },
}`,
  },
];

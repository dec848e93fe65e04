/** What a film file of the tests holds: an opening, one choice, and an ending for the glad and one for all others. */
export const ROOM_FILM = {
  version: 2,
  title: 'A room',
  language: 'en',
  emotions: ['happiness', 'calm'],
  opening: 'open',
  scenes: {
    open: { clip: { standIn: { title: 'open', seconds: 3 } }, next: 'a' },
    a: { clip: { standIn: { title: 'a', seconds: 3 } }, next: [{ emotion: 'happiness', to: 'b' }, { to: 'c' }] },
    b: { clip: { standIn: { title: 'b', seconds: 3 } }, ending: 'glad' },
    c: { clip: { standIn: { title: 'c', seconds: 3 } }, ending: 'plain' },
  },
} as const;

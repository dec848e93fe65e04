/** The table of rooms: who may import whom. ARCHITECTURE.md shows the same table and test/house.test.ts holds them equal. */
const rooms = require('./rooms.json');

const within = (room) => `^src/${room}/`;
const inner = (room) => Object.keys(rooms).filter((other) => other.startsWith(`${room}/`));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, may]) => ({
      name: `room-${room.replaceAll('/', '-')}`,
      comment: `src/${room} may import ${may.length ? may.join(', ') : 'nothing of ours'} only.`,
      severity: 'error',
      from: { path: within(room), ...(inner(room).length ? { pathNot: inner(room).map(within) } : {}) },
      to: { path: '^src/', pathNot: [within(room), ...may.map(within)] },
    })),
    {
      name: 'main-not-electron',
      comment: 'Only src/main/hosts/electron and src/preload know Electron; nobody imports from them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/hosts/electron/' },
      to: { path: '^src/main/hosts/electron/' },
    },
    {
      name: 'electron-in-its-rooms',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/hosts/electron/', '^src/preload/'] },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

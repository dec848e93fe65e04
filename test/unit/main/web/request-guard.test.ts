import { describe, expect, it } from 'vitest';
import { judgeRequest, judgeUpgrade, sameSecret, type Asked } from '../../../../src/main/web/request-guard.ts';

const RULES = {
  hosts: ['127.0.0.1:4711', 'localhost:4711'],
  origins: ['http://127.0.0.1:4711', 'http://localhost:4711'],
  token: 'the-token',
};
const OWN: Asked = {
  method: 'GET',
  host: '127.0.0.1:4711',
  origin: null,
  site: null,
  tokens: ['the-token'],
};

describe('the guard of the loopback server', () => {
  it.each([
    ['its own page', {}],
    ['its own page by name', { host: 'localhost:4711' }],
    ['its own script', { origin: 'http://127.0.0.1:4711', site: 'same-origin' }],
    ['a typed address', { site: 'none' }],
    ['a look at the headers', { method: 'HEAD' }],
    ['a right token beside a wrong one', { tokens: ['old', 'the-token'] }],
  ] as const)('lets %s in', (_, asked) => {
    expect(judgeRequest({ ...OWN, ...asked }, RULES)).toEqual({ pass: true });
  });

  it.each([
    ['a name made to resolve to this machine', { host: 'evil.example' }, 421],
    ['such a name with our port', { host: 'evil.example:4711' }, 421],
    ['a name that begins with our address', { host: '127.0.0.1.evil.example' }, 421],
    ['our address with another port', { host: '127.0.0.1:80' }, 421],
    ['no host', { host: null }, 421],
    ['an empty host', { host: '' }, 421],
    ['a page of another origin', { origin: 'http://evil.example' }, 403],
    ['a page of another port', { origin: 'http://127.0.0.1:80' }, 403],
    ['a page without an origin of its own', { origin: 'null' }, 403],
    ['a secure page of our name', { origin: 'https://127.0.0.1:4711' }, 403],
    ['a page of another site', { site: 'cross-site' }, 403],
    ['no token', { tokens: [] }, 403],
    ['an empty token', { tokens: [''] }, 403],
    ['a wrong token', { tokens: ['the-tokem'] }, 403],
    ['a token that is too long', { tokens: ['the-token '] }, 403],
    ['POST', { method: 'POST' }, 405],
    ['DELETE', { method: 'DELETE' }, 405],
    ['TRACE', { method: 'TRACE' }, 405],
  ] as const)('turns %s away', (_, asked, status) => {
    expect(judgeRequest({ ...OWN, ...asked }, RULES)).toMatchObject({ pass: false, status });
  });

  it('lets a WebSocket in from its own page only, and never from nowhere', () => {
    expect(judgeUpgrade({ ...OWN, origin: 'http://127.0.0.1:4711' }, RULES)).toEqual({ pass: true });
    expect(judgeUpgrade(OWN, RULES)).toMatchObject({ pass: false, status: 403 });
    expect(judgeUpgrade({ ...OWN, origin: 'http://evil.example' }, RULES)).toMatchObject({ pass: false, status: 403 });
  });

  it('needs no token where the carrier lets nobody else in', () => {
    const rules = { hosts: ['show'], origins: ['mien://show'], token: null };
    expect(judgeRequest({ ...OWN, host: 'show', tokens: [] }, rules)).toEqual({ pass: true });
  });

  it('compares secrets of any length', () => {
    expect(sameSecret('a', 'a')).toBe(true);
    expect(sameSecret('a', 'ab')).toBe(false);
    expect(sameSecret('', 'ab')).toBe(false);
  });
});

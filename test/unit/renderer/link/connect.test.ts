import { describe, expect, it } from 'vitest';
import { socketAddress } from '../../../../src/renderer/link/connect.ts';

const page = { protocol: 'http:', host: '127.0.0.1:4711', search: '', hash: '' };

describe("the stage's way to main", () => {
  it('takes the launch token from the query or from the fragment of its own address', () => {
    expect(socketAddress({ ...page, search: '?token=abc' })).toBe('ws://127.0.0.1:4711/link?token=abc');
    expect(socketAddress({ ...page, hash: '#token=a%2Fb' })).toBe('ws://127.0.0.1:4711/link?token=a%2Fb');
  });

  it('asks without a token where it was given none, and over TLS where the page came over it', () => {
    expect(socketAddress(page)).toBe('ws://127.0.0.1:4711/link');
    expect(socketAddress({ ...page, protocol: 'https:' })).toBe('wss://127.0.0.1:4711/link');
  });
});

import { expect, it } from 'vitest';
import { runCommand } from '../../support/run-command.ts';

it('play takes a camera or a trace, and says so where it is given both', async () => {
  const { status, err } = await runCommand('play', 'film/weather', '--camera', 'none', '--trace', 'visitors.csv');
  expect(status).toBe(2);
  expect(err).toContain("option '--trace <file>' cannot be used with option '--camera <camera>'");
});

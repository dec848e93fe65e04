import { describe, expect, it } from 'vitest';
import { devtoolsOver } from '../../../../src/main/hosts/browser/devtools.ts';

/** A browser that answers nothing. */
function silentBrowser() {
  const said: string[] = [];
  let end: (how: string) => void = () => undefined;
  const exited = new Promise<string>((resolve) => (end = resolve));
  const devtools = devtoolsOver({ say: (text) => void said.push(text), onText: () => undefined, exited });
  return { devtools, said, end: () => end('it ended') };
}

describe('a browser that is gone', () => {
  it('refuses what it was asked and has not answered', async () => {
    const { devtools, end } = silentBrowser();
    const asked = devtools.call('Browser.getVersion');
    end();
    await expect(asked).rejects.toThrow('the browser is gone');
  });

  it('refuses at once what it is asked afterwards, and is not spoken to', async () => {
    const { devtools, said, end } = silentBrowser();
    end();
    await Promise.resolve();
    await expect(devtools.call('Browser.getVersion')).rejects.toThrow('the browser is gone');
    expect(said).toEqual([]);
  });
});

import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { again, atLogin, ownWords } from '../../../../src/main/hosts/electron/own-words.ts';

describe("the installed app's command line", () => {
  it.each<[string, string[], string[], string[]]>([
    ['nothing at all', [], [], []],
    ['words of ours', ['kiosk', '/film', '--display', '2'], [], ['kiosk', '/film', '--display', '2']],
    ['ours alone after --', ['--', '--kiosk', '/film'], [], ['--kiosk', '/film']],
    ['Chromium’s before --', ['--lang=de', '--', 'play', '/film'], ['--lang=de'], ['play', '/film']],
    ['what AppImage’s launcher puts first', ['--no-sandbox', 'play'], ['--no-sandbox'], ['play']],
    ['the same and nothing else', ['--no-sandbox'], ['--no-sandbox'], []],
    ['both', ['--no-sandbox', '--', 'play'], ['--no-sandbox'], ['play']],
    ['a -- that comes too late', ['play', '--', '/film'], [], ['play', '--', '/film']],
  ])('is taken apart: %s', (_what, given, switches, words) => {
    expect(ownWords(['/opt/Mien/mien', ...given], true)).toEqual({ script: [], switches, words });
  });

  it('begins after the script where Electron was started with one', () => {
    const own = ownWords(['/electron', 'dist/electron-main.js', 'play'], false);
    expect(own).toEqual({ script: [resolve('dist/electron-main.js')], switches: [], words: ['play'] });
    expect(again(own)).toEqual([resolve('dist/electron-main.js'), '--']);
  });

  it('is written so that neither Chromium nor GTK reads it when the app starts itself', () => {
    const own = ownWords(['/opt/Mien/mien', '--lang=de', '--', 'kiosk'], true);
    expect(again(own)).toEqual(['--lang=de', '--']);
    expect(atLogin(own, '/opt/Mien/mien', {})).toEqual(['/opt/Mien/mien', '--lang=de', '--']);
  });

  it('names the AppImage at a login, not the place where it is laid out today', () => {
    const own = ownWords(['/tmp/.mount_a/mien', '--no-sandbox', 'kiosk'], true);
    const env = { APPIMAGE: '/home/g/Mien.AppImage', APPDIR: '/tmp/.mount_a' };
    expect(atLogin(own, '/tmp/.mount_a/mien', env)).toEqual(['/home/g/Mien.AppImage', '--']);
    // The terminal is the AppImage.
    expect(atLogin(own, '/opt/Mien/mien', env)[0]).toBe('/opt/Mien/mien');
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseCamera } from '../../../src/cli/choose-camera.ts';
import { projectRoot } from '../../support/root.ts';

const films = join(projectRoot(), 'film');
const rehearsal = join(films, 'rehearsal.csv');

async function chosen(wishes: Parameters<typeof chooseCamera>[0], hasDevice: boolean) {
  const found = await chooseCamera(
    wishes,
    { films },
    () => undefined,
    async () => hasDevice,
  );
  return 'option' in found ? found.option : found.refused;
}

describe('the camera of a kiosk', () => {
  it.each([true, false])(
    'is a device, and no rehearsal takes its place (there is one at the start: %s)',
    async (has) => {
      expect(await chosen({ kiosk: true }, has)).toEqual({ kind: 'device', device: null, elseTrace: null });
      expect(await chosen({ kiosk: true, camera: 'Hall' }, has)).toEqual({
        kind: 'device',
        device: 'Hall',
        elseTrace: null,
      });
    },
  );

  it('is none where none was asked for: nobody is read, and no rehearsal plays', async () => {
    expect(await chosen({ kiosk: true, camera: 'none' }, true)).toEqual({ kind: 'none' });
  });
});

describe('the camera of a first try', () => {
  it('is the rehearsal on a machine without one, and stands by for it elsewhere', async () => {
    expect(await chosen({}, false)).toEqual({ kind: 'trace', trace: rehearsal, repeats: true });
    expect(await chosen({}, true)).toEqual({ kind: 'device', device: null, elseTrace: rehearsal });
  });

  it('is the rehearsal where none was asked for', async () => {
    expect(await chosen({ camera: 'none' }, true)).toEqual({ kind: 'trace', trace: rehearsal, repeats: true });
  });
});

import { serveSound } from './serve-sound.ts';
import { SoundFiles } from './sound-files.ts';
import type { AskedSound } from './worker-messages.ts';

/**
 * Reads and decodes the film's sound beside the stage's own thread, which has a picture to show every 16 ms. A message with a
 * port asks for the sound of a clip; one without asks whether anybody is there.
 */
const files = new SoundFiles();

self.addEventListener('message', ({ data, ports: [port] }: MessageEvent<AskedSound | null>) => {
  if (data === null || port === undefined) self.postMessage(null);
  else serveSound(files, data, port);
});

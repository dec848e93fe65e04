import { decodeFrame } from '../protocol/frame-codec.ts';
import { parseWith } from '../protocol/parse-message.ts';
import type { MainToPerception, PerceptionToMain } from '../protocol/perception-messages.ts';
import { mainToPerceptionSchema } from '../protocol/perception-messages.ts';
import type { ReadingZone } from '../protocol/reading-zone.ts';
import { openRecogniser } from './choose-recogniser.ts';
import { NewestOnly } from './newest-frame.ts';
import { connectToParent } from './parent-port.ts';
import type { Recogniser } from './recogniser.ts';
import type { OnWarmUp } from './warm-up.ts';

/**
 * The perception process: frames in, readings out, the newest frame first. It is a process of its own so that a crash
 * or a hang in a native library costs a restart of it and not the film.
 */
const parent = connectToParent(process);
const send = (message: PerceptionToMain): void => parent.send(message);
let recogniser: Recogniser | undefined;
let zone: ReadingZone | undefined;

const frames = new NewestOnly<Uint8Array>(async (bytes) => {
  const frame = decodeFrame(bytes);
  if ('refused' in frame) {
    send({ type: 'refused', reason: frame.refused });
    return;
  }
  if (recogniser === undefined) {
    send({ type: 'refused', reason: 'frame before a recogniser is ready' });
    return;
  }
  try {
    send(await recogniser.read(frame, { search: 'quick', zone }));
  } catch (error) {
    send({ type: 'refused', reason: error instanceof Error ? error.message : String(error) });
  }
});

async function open(message: MainToPerception & { type: 'open' }): Promise<void> {
  const before = recogniser;
  recogniser = undefined;
  ({ zone } = message);
  await before?.close();
  const onWarmUp: OnWarmUp = (search, reading) => send({ type: 'warmUp', search, reading });
  const { modelsFolder, threads, tuning, labels } = message;
  const opened = await openRecogniser(message.recogniser, {
    modelsFolder,
    threads,
    tuning,
    labels,
    // A show goes on untuned rather than with a lesser engine.
    elseUntuned: true,
    ...(message.trial === true ? { onWarmUp } : {}),
  });
  if (!opened.ok) {
    send({ type: 'failed', attempts: opened.attempts });
    return;
  }
  ({ recogniser } = opened);
  send({ type: 'ready', recogniser: recogniser.name, attempts: opened.attempts });
}

function receive(message: MainToPerception): void {
  switch (message.type) {
    case 'open':
      void open(message);
      return;
    case 'beat':
      send({ type: 'beat', id: message.id });
      return;
    case 'close':
      process.exit(0);
  }
}

parent.onMessage((message) => {
  if (message instanceof Uint8Array) {
    frames.offer(message);
    return;
  }
  const parsed = parseWith(mainToPerceptionSchema, message);
  if (parsed.ok) receive(parsed.value);
  else send({ type: 'refused', reason: parsed.reason });
});
parent.onClosed(() => process.exit(0));

import { openRecogniser } from '../../src/perception/choose-recogniser.ts';
import { ownModelsFolder } from '../../src/perception/model-files.ts';
import type { OpenOptions, Recogniser } from '../../src/perception/recogniser.ts';

/** A recogniser on one thread. @throws with what was tried where there is none. */
export async function openForTest(name = 'onnx', more: Partial<OpenOptions> = {}): Promise<Recogniser> {
  const opened = await openRecogniser(name, { modelsFolder: ownModelsFolder(), threads: 1, ...more });
  if (!opened.ok) throw new Error(opened.attempts.map(({ why }) => why).join('; '));
  return opened.recogniser;
}

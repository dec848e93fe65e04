import { rolldown } from 'rolldown';

/** Browser code of a test, its packages included, as one script. */
export async function bundleForPage(entry: string): Promise<string> {
  const made = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' });
  try {
    const { output } = await made.generate({ format: 'iife' });
    return output[0].code;
  } finally {
    await made.close();
  }
}

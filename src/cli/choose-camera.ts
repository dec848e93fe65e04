import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isCameraFile } from '../main/camera/camera-name.ts';
import type { Places } from '../main/places.ts';
import type { ShowOptions } from '../main/show-options.ts';
import { openTrace } from '../main/trace-source.ts';

type CameraOption = ShowOptions['camera'];

/** A camera, and what to do when it is no longer needed; or why there is none. */
export type ChosenCamera =
  { readonly option: CameraOption; readonly remove: () => Promise<void> } | { readonly refused: string };

/** A camera that leaves nothing behind. */
export const nothingToRemove = (option: CameraOption): ChosenCamera => ({ option, remove: () => Promise.resolve() });

interface Wishes {
  /** Unattended: visitors who are not there would take the film through its scenes, day and night. */
  readonly kiosk?: boolean;
  readonly camera?: string;
  readonly trace?: string;
}

/**
 * The camera that was asked for, the machine's own, or the recorded trace that ships, where a kiosk waits for a camera,
 * or goes without.
 * `tell` hears what was taken and why.
 */
export async function chooseCamera(
  { camera, trace, kiosk = false }: Wishes,
  places: Pick<Places, 'films'>,
  tell: (line: string) => void,
  mayHaveOne: () => Promise<boolean> = mayHaveCamera,
): Promise<ChosenCamera> {
  if (trace !== undefined) return traceCamera(resolve(trace), false);
  const rehearsal = join(places.films, 'rehearsal.csv');
  const isThere = existsSync(rehearsal);
  if (camera === 'none') return isThere && !kiosk ? traceCamera(rehearsal, true) : nothingToRemove({ kind: 'none' });
  if (camera !== undefined && isCameraFile(camera)) return fileCamera(resolve(camera), tell);
  if (kiosk) return nothingToRemove({ kind: 'device', device: camera ?? null, elseTrace: null });
  if (camera === undefined && !(await mayHaveOne())) {
    tell('no camera was found on this machine');
    return isThere ? traceCamera(rehearsal, true) : nothingToRemove({ kind: 'none' });
  }
  return nothingToRemove({ kind: 'device', device: camera ?? null, elseTrace: isThere ? rehearsal : null });
}

/** The shipped rehearsal repeats, for a show without a camera goes on; a trace that was named plays once. */
async function traceCamera(trace: string, repeats: boolean): Promise<ChosenCamera> {
  const opened = await openTrace(trace);
  return opened.ok ? nothingToRemove({ kind: 'trace', trace, repeats }) : { refused: opened.reasons.join('\n') };
}

async function fileCamera(path: string, tell: (line: string) => void): Promise<ChosenCamera> {
  const found = await stat(path).catch(() => null);
  if (found === null) return { refused: `${path}: there is no such camera file` };
  // Loaded only where there is a recording: it brings the picture library.
  const { openCameraFile } = await import('../main/camera/camera-file.ts');
  const opened = await openCameraFile(path);
  if (!opened.ok) return { refused: opened.reason };
  if (opened.converted !== null) tell(`camera: ${path}, ${opened.converted}`);
  return { option: { kind: 'file', file: opened.file }, remove: opened.remove };
}

/** Linux lists its cameras as files; elsewhere only the page can tell. */
async function mayHaveCamera(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const devices = await readdir('/dev').catch((): string[] => []);
  return devices.some((name) => /^video\d+$/.test(name));
}

/** The device that the operator chose at the console goes before the one that was asked for. */
export function withChosenDevice(camera: CameraOption, chosen: string | null | undefined): CameraOption {
  return camera.kind === 'device' && chosen !== undefined ? { ...camera, device: chosen } : camera;
}

import { spawn } from 'node:child_process';
import { parseWith } from '../../protocol/parse-message.ts';
import { isStopped } from '../is-alive.ts';
import type { BrowserKeep } from './browser-keep.ts';
import { FALL_BACK_VARIABLE } from './fall-back.ts';
import { toSupervisorSchema, type ToShow } from './supervision-messages.ts';
import type { RunningShow } from './supervisor.ts';

const isWindows = process.platform === 'win32';

/**
 * glibc gives threads heaps of their own, each of which keeps what a film's check or a camera's frame once took: over weeks
 * a show comes to hold them all. Two are as many as it has threads at work. Other systems' allocators do not read it.
 */
const FEW_HEAPS = { MALLOC_ARENA_MAX: '2' };

/**
 * Starts a show as a process of its own, by this one's program with `args`, the first of a group: whatever it starts can be
 * ended together with it, but for the browsers that this process holds for it.
 */
export function startShowProcess(
  args: readonly string[],
  step: number,
  browsers: Pick<BrowserKeep, 'serve' | 'hear'> | null = null,
): RunningShow {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: !isWindows,
    env: { ...FEW_HEAPS, ...process.env, [FALL_BACK_VARIABLE]: String(step) },
  });
  // Said to a process that has just died: its exit is told apart.
  const tell = (message: ToShow): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  browsers?.serve(tell, child.pid);
  let onBeat = (): void => undefined;
  child.on('message', (message) => {
    const heard = parseWith(toSupervisorSchema, message);
    if (!heard.ok) return;
    if (heard.value.type === 'beat') onBeat();
    else browsers?.hear(heard.value);
  });
  return {
    onBeat: (listener) => void (onBeat = listener),
    onExit: (listener) => {
      child.once('exit', (status, signal) => listener(status, signal ?? `status ${status ?? 0}`));
      child.once('error', (error) => listener(null, error.message));
    },
    isStopped: () => (child.pid === undefined ? Promise.resolve(false) : isStopped(child.pid)),
    endWhenIdle: () => tell({ type: 'endWhenIdle' }),
    end: () => void child.kill('SIGTERM'),
    kill: () => killGroup(child.pid),
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(isWindows ? pid : -pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

import { fork } from 'node:child_process';
import { isStopped } from '../is-alive.ts';
import type { PerceptionProcess } from './host.ts';

/** Frames handed over and not yet taken; the process itself keeps only the newest, so a second one is enough. */
const MOST_PENDING_FRAMES = 2;

/** The perception process as a child of Node. Messages travel by structured clone, so frames stay bytes. */
export function forkPerceptionChild(script: string): PerceptionProcess {
  const child = fork(script, [], {
    serialization: 'advanced',
    // What an engine prints goes to the terminal's error stream, never into the summary on stdout.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  });
  let pending = 0;
  const send = (message: unknown, done?: () => void): void => {
    if (!child.connected) return;
    child.send(message as object, (error) => {
      // A message to a process that has just died: its exit is told apart.
      if (error === null || child.connected) done?.();
    });
  };
  return {
    pid: child.pid,
    send: (message) => send(message),
    sendFrame: (bytes) => {
      if (!child.connected || pending >= MOST_PENDING_FRAMES) return false;
      pending += 1;
      send(bytes, () => (pending -= 1));
      return true;
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.once('exit', (code, signal) => listener(signal ?? `status ${code ?? 0}`));
      child.once('error', (error) => listener(error.message));
    },
    kill: () => void child.kill('SIGKILL'),
    isStopped: () => (child.pid === undefined ? Promise.resolve(false) : isStopped(child.pid)),
  };
}

// The kiosk as an installed autostart runs it: begun, and begun anew whenever it has failed, after the wait that the unit of
// systemd says (src/main/autostart/systemd-unit.ts).
import { spawn } from 'node:child_process';

const RESTART_MS = 5000;

export class Kiosk {
  #words;
  #env;
  #child;
  #isEnding = false;
  #timer;
  /** Numbers of all supervisors that there were. */
  pids = [];
  /** What it said. */
  log = '';

  constructor(words, env) {
    this.#words = words;
    this.#env = env;
    this.#start();
  }

  /** Of the supervisor that is there, or was last. */
  get pid() {
    return this.#child.pid;
  }

  #start() {
    const child = spawn(process.execPath, this.#words, {
      env: this.#env,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    this.pids.push(child.pid);
    child.stderr.on('data', (chunk) => (this.log += chunk));
    child.once('exit', (status) => {
      if (!this.#isEnding && status !== 0) this.#timer = setTimeout(() => this.#start(), RESTART_MS);
    });
  }

  /** Ends it in order. @returns whether it has ended within 20 s; else it is killed. */
  async end() {
    this.#isEnding = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return true;
    const exited = new Promise((done) => child.once('exit', () => done(true)));
    child.kill('SIGTERM');
    const isInTime = await Promise.race([exited, new Promise((done) => setTimeout(() => done(false), 20_000))]);
    if (!isInTime) process.kill(-child.pid, 'SIGKILL');
    return isInTime;
  }
}

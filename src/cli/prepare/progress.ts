import type { Job } from './plan.ts';

/** How far a preparation is, and how long it will still take: one line that is written over, on a terminal only. */
export class Progress {
  readonly #total: number;
  readonly #startedMs = Date.now();
  readonly #count: number;
  #doneMs = 0;
  #madeMs = 0;
  #currentMs = 0;
  #finished = 0;

  constructor(jobs: readonly Job[]) {
    this.#total = jobs.reduce((sum, { durationMs }) => sum + durationMs, 0);
    this.#count = jobs.length;
  }

  at(job: Job, seconds: number): void {
    this.#currentMs = Math.min(job.durationMs, seconds * 1000);
    this.#write(job);
  }

  done(job: Job): void {
    // What was there from an earlier run says nothing about the speed of this one.
    if (this.#currentMs > 0) this.#madeMs += job.durationMs;
    this.#currentMs = 0;
    this.#doneMs += job.durationMs;
    this.#finished += 1;
    this.clear();
    process.stdout.write(`${this.#finished} of ${this.#count}: ${job.out}\n`);
  }

  clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }

  #write(job: Job): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${job.out}: ${this.line()}`);
  }

  /** "42 %, 3 min left" */
  line(nowMs = Date.now()): string {
    const share = (this.#doneMs + this.#currentMs) / Math.max(1, this.#total);
    const speed = (this.#madeMs + this.#currentMs) / Math.max(1, nowMs - this.#startedMs);
    const left = (this.#total - this.#doneMs - this.#currentMs) / Math.max(1e-6, speed) / 1000;
    const time = left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`;
    return `${Math.floor(share * 100)} %, ${time} left`;
  }
}

// Watches the stage from outside: what a visitor sees is the page of the oldest browser that lives, the one behind it waits
// to be seen. Tells how long no picture moved, and for how long there was none. Every picture counts at the moment at which
// the browser captured it (page-view.mjs), so that a slow look blames nobody; a look behind is taken beforehand.
import { readFileSync } from 'node:fs';
import { viewPage } from './page-view.mjs';
import { browsers, ofSoak } from './processes.mjs';

/** How often the browsers that are known are looked at, and how often new ones are looked for. */
const LOOK_MS = 50;
const FIND_MS = 400;
/** A picture is waited for so long before what it shows is judged: it was captured earlier than it came. */
const SETTLE_MS = 400;
/** Mean brightness of 0..255 below which a picture counts as black; the darkest scene of "Weather" lies far above. */
const BLACK = 3;
/** From here on it is the white of a browser without a page. */
const WHITE = 252;
/** Mean change of brightness from which a picture has moved. */
const MOVED = 0.05;
const LONGEST_STILL_MS = 2000;

/** What visitors see, told by the pictures of each browser and by their deaths; times are milliseconds since 1970. */
export class Seen {
  #views = [];
  #movedAtMs = null;
  #faults = [];
  #hasBegun = false;
  #darkSinceMs = null;
  #gaps = [];
  longestStillMs = 0;
  stillsOver2s = [];
  /** The longest time without a moving picture after each kind of harm. */
  stillMsAfter = {};
  darks = [];
  pictures = 0;

  /** What is done to the show from `atMs` on: told beside what it cost. */
  after(fault, atMs = Date.now()) {
    this.#faults.unshift({ fault, atMs });
  }

  #faultAt(atMs) {
    return this.#faults.find((done) => done.atMs <= atMs)?.fault ?? 'the start';
  }

  /** A browser is there: behind those that were there before it. */
  appeared(pid) {
    this.#views.push({ pid, pictures: [], reference: null, lastAtMs: null, goneAtMs: Infinity });
  }

  /** It died at `atMs`. */
  gone(pid, atMs) {
    const view = this.#views.find((one) => one.pid === pid);
    if (view !== undefined) view.goneAtMs = atMs;
  }

  /** @param pixels null: the page crashed, and shows nothing of the film. */
  picture(pid, atMs, pixels) {
    const view = this.#views.find((one) => one.pid === pid);
    if (view === undefined || atMs > view.goneAtMs) return;
    const mean = pixels === null ? 0 : pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const lit = mean >= BLACK && mean < WHITE;
    const { reference } = view;
    const change = reference === null || pixels === null ? 0 : differ(pixels, reference);
    const moved = lit && change > MOVED;
    if (moved || reference === null) view.reference = pixels;
    // One that was captured before its page was lost may come after the news of that.
    const later = view.pictures.findIndex((other) => other.atMs > atMs);
    view.pictures.splice(later < 0 ? view.pictures.length : later, 0, { atMs, lit, moved });
  }

  /** Judges all that was seen until `nowMs`. Called in the order of time. */
  judge(nowMs) {
    for (let front = this.#views[0]; front !== undefined; front = this.#views[0]) {
      const untilMs = Math.min(nowMs, front.goneAtMs);
      // What it showed while it stood behind another is what it shows as it comes to the front.
      while (front.pictures.length > 0 && front.pictures[0].atMs <= untilMs) this.#show(front, front.pictures.shift());
      if (front.goneAtMs > nowMs) break;
      // What died behind it was never seen.
      this.#views = this.#views.slice(1).filter(({ goneAtMs }) => goneAtMs > front.goneAtMs);
      this.#front(this.#views[0], front.goneAtMs);
    }
    if (this.#views.length === 0) this.#dark(nowMs);
  }

  #front(view, atMs) {
    const behind = view?.pictures.filter((picture) => picture.atMs <= atMs) ?? [];
    if (view !== undefined) view.pictures = view.pictures.slice(behind.length);
    const lit = behind.at(-1)?.lit ?? view?.isLit ?? false;
    if (lit) this.#light(atMs);
    else this.#dark(atMs);
  }

  #show(view, { atMs, lit, moved }) {
    view.isLit = lit;
    // One that stands still behind another is drawn, and looked at, seldom: that says nothing of what visitors see.
    if (view.lastAtMs !== null) this.#gaps.push(atMs - view.lastAtMs);
    view.lastAtMs = atMs;
    this.pictures += 1;
    if (!lit) {
      this.#dark(atMs);
      return;
    }
    this.#light(atMs);
    if (moved) this.#moved(atMs);
  }

  #moved(atMs) {
    if (this.#movedAtMs !== null) this.#still(atMs - this.#movedAtMs, this.#movedAtMs);
    this.#movedAtMs = atMs;
  }

  #still(ms, sinceMs) {
    const fault = this.#faultAt(sinceMs + ms);
    this.stillMsAfter[fault] = Math.max(this.stillMsAfter[fault] ?? 0, Math.round(ms));
    this.longestStillMs = Math.max(this.longestStillMs, Math.round(ms));
    if (ms > LONGEST_STILL_MS) this.stillsOver2s.push({ ...this.#stretch(sinceMs, ms) });
  }

  #dark(atMs) {
    if (this.#hasBegun) this.#darkSinceMs ??= atMs;
  }

  #light(atMs) {
    this.#hasBegun = true;
    if (this.#darkSinceMs !== null && atMs < this.#darkSinceMs) return;
    if (this.#darkSinceMs !== null) this.darks.push(this.#stretch(this.#darkSinceMs, atMs - this.#darkSinceMs));
    this.#darkSinceMs = null;
  }

  #stretch(sinceMs, ms) {
    return { at: new Date(sinceMs).toISOString(), ms: Math.round(ms), after: this.#faultAt(sinceMs + ms) };
  }

  /** @returns the sums, as the report tells them. */
  end(nowMs) {
    this.judge(nowMs);
    if (this.#movedAtMs !== null) this.#still(nowMs - this.#movedAtMs, this.#movedAtMs);
    if (this.#darkSinceMs !== null) this.darks.push(this.#stretch(this.#darkSinceMs, nowMs - this.#darkSinceMs));
    const gaps = this.#gaps.filter((ms) => ms < LONGEST_STILL_MS).sort((a, b) => a - b);
    return {
      pictures: this.pictures,
      resolutionMs: Math.round(gaps[Math.floor(gaps.length * 0.95)] ?? 0),
      longestStillMs: this.longestStillMs,
      stillMsAfter: this.stillMsAfter,
      stillsOver2s: this.stillsOver2s,
      darkMs: this.darks.reduce((sum, { ms }) => sum + ms, 0),
      darks: this.darks,
    };
  }
}

/** @param scratch the soak's own folder. @returns the watch: `stop()` gives what was seen. */
export function watchPicture(scratch) {
  const seen = new Seen();
  const views = new Map();
  let foundAtMs = 0;
  const find = () => {
    for (const browser of browsers(ofSoak(scratch))) {
      if (views.has(browser.pid)) continue;
      seen.appeared(browser.pid);
      views.set(
        browser.pid,
        viewPage(browser, {
          onPicture: ({ atMs, pixels }) => seen.picture(browser.pid, atMs, pixels),
          onLost: () => seen.picture(browser.pid, Date.now(), null),
        }),
      );
    }
  };
  const look = () => {
    const nowMs = Date.now();
    if (nowMs - foundAtMs > FIND_MS) {
      foundAtMs = nowMs;
      find();
    }
    for (const [pid, view] of views) {
      if (isThere(pid)) continue;
      seen.gone(pid, nowMs);
      view.close();
      views.delete(pid);
    }
    seen.judge(nowMs - SETTLE_MS);
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    after: (fault) => seen.after(fault),
    stop: async () => {
      await pause(SETTLE_MS);
      clearInterval(timer);
      for (const view of views.values()) view.close();
      return seen.end(Date.now() - SETTLE_MS);
    },
  };
}

function differ(pixels, reference) {
  if (pixels.length !== reference.length) return Infinity;
  return pixels.reduce((sum, value, at) => sum + Math.abs(value - reference[at]), 0) / pixels.length;
}

/** A process that has ended and was not asked about yet (a zombie) is gone. */
function isThere(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

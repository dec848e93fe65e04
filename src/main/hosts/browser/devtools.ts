import { z } from 'zod';
import type { RunningBrowser } from './running-browser.ts';

/**
 * Chromium's own control over two pipes that only the show's own processes hold (no port, nobody else can reach it). The show
 * uses it to hear of a page that crashed, to load it anew, and to close the browser.
 */
export interface Devtools {
  /** Sends a command; resolves with its result, rejects where the browser refuses it or is gone. */
  call(method: string, params?: object, sessionId?: string): Promise<Readonly<Record<string, unknown>>>;
  onEvent(listener: (event: DevtoolsEvent) => void): void;
}

export interface DevtoolsEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sessionId: string | undefined;
}

/** The event that tells of a page's end, once targets are to be discovered. */
export const PAGE_CRASHED = 'Target.targetCrashed';

const record = z.record(z.string(), z.unknown());
const messageSchema = z.union([
  z.object({ id: z.number(), result: record }),
  z.object({ id: z.number(), error: z.object({ message: z.string() }) }),
  z.object({ method: z.string(), params: record.default({}), sessionId: z.string().optional() }),
]);

/** The longest a command may take; a cold browser on a busy machine was seen to need 6 s for its first answer. */
const CALL_TIMEOUT_MS = 20_000;
const GONE = 'the browser is gone';

/** @param running the browser that is spoken to. */
export function devtoolsOver(running: Pick<RunningBrowser, 'say' | 'onText' | 'exited'>): Devtools {
  const waiting = new Map<number, { done: (result: Record<string, unknown>) => void; failed: (why: Error) => void }>();
  const listeners: ((event: DevtoolsEvent) => void)[] = [];
  // A show that takes up the browser of one before it must not be given that one's answers.
  let lastId = Math.floor(Math.random() * 1e9);
  /** Nobody is there to answer any more. */
  let isGone = false;

  running.onText((text) => {
    const parsed = messageSchema.safeParse(parseJson(text));
    if (!parsed.success) return;
    const message = parsed.data;
    if ('method' in message) {
      for (const listener of listeners) {
        listener({ method: message.method, params: message.params, sessionId: message.sessionId });
      }
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if ('result' in message) call?.done(message.result);
    else call?.failed(new Error(message.error.message));
  });
  void running.exited.then(() => {
    isGone = true;
    for (const { failed } of waiting.values()) failed(new Error(GONE));
    waiting.clear();
  });

  return {
    call: (method, params = {}, sessionId) =>
      new Promise((done, failed) => {
        if (isGone) {
          failed(new Error(GONE));
          return;
        }
        lastId += 1;
        const id = lastId;
        const timer = setTimeout(() => {
          waiting.delete(id);
          failed(new Error(`the browser did not answer ${method} within ${CALL_TIMEOUT_MS} ms`));
        }, CALL_TIMEOUT_MS);
        timer.unref();
        waiting.set(id, {
          done: (result) => {
            clearTimeout(timer);
            done(result);
          },
          failed: (why) => {
            clearTimeout(timer);
            failed(why);
          },
        });
        running.say(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
      }),
    onEvent: (listener) => void listeners.push(listener),
  };
}

/** The event that a message of the protocol is, or null where it is none. */
export function eventOf(text: string): DevtoolsEvent | null {
  const message = messageSchema.safeParse(parseJson(text)).data;
  return message === undefined || !('method' in message) ? null : { sessionId: undefined, ...message };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

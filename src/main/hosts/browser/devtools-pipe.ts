import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

/**
 * Chromium's own control over two pipes that only this process holds (no port, nobody else can reach it). The show
 * uses it to hear of a page that crashed, to load it anew, and to close the browser.
 */
export interface DevtoolsPipe {
  /** Sends a command; resolves with its result, rejects where the browser refuses it or is gone. */
  call(method: string, params?: object, sessionId?: string): Promise<Readonly<Record<string, unknown>>>;
  onEvent(listener: (event: DevtoolsEvent) => void): void;
}

export interface DevtoolsEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sessionId: string | undefined;
}

const record = z.record(z.string(), z.unknown());
const messageSchema = z.union([
  z.object({ id: z.number(), result: record }),
  z.object({ id: z.number(), error: z.object({ message: z.string() }) }),
  z.object({ method: z.string(), params: record.default({}), sessionId: z.string().optional() }),
]);

/** The longest a command may take; a cold browser on a busy machine was seen to need 6 s for its first answer. */
const CALL_TIMEOUT_MS = 20_000;

/** @param write the browser's file descriptor 3, @param read its 4; messages end with a zero byte. */
export function devtoolsPipe(write: Writable, read: Readable): DevtoolsPipe {
  const waiting = new Map<number, { done: (result: Record<string, unknown>) => void; failed: (why: Error) => void }>();
  const listeners: ((event: DevtoolsEvent) => void)[] = [];
  let lastId = 0;
  let rest: Buffer[] = [];

  const take = (text: string): void => {
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
  };

  read.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
      const text = Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
      rest = [];
      from = end + 1;
      take(text);
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  });
  const gone = (): void => {
    for (const { failed } of waiting.values()) failed(new Error('the browser is gone'));
    waiting.clear();
  };
  read.on('close', gone).on('error', gone);
  write.on('error', gone);

  return {
    call: (method, params = {}, sessionId) =>
      new Promise((done, failed) => {
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
        write.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
      }),
    onEvent: (listener) => void listeners.push(listener),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { WebSocket } from 'ws';
import { expect, vi } from 'vitest';
import { mainToConsoleSchema, type Command, type ShowNow } from '../../src/protocol/console-messages.ts';
import type { RoomFeed } from '../../src/protocol/room-feed.ts';
import { parseText } from '../../src/protocol/parse-message.ts';

/** A paired console without a page, for a test that has to know where the show stands before it begins. */
export class Operator {
  readonly #socket: WebSocket;
  #now: ShowNow | null = null;
  #room: RoomFeed | null = null;
  #nextId = 1;
  readonly #answers = new Map<number, (why: string) => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const parsed = parseText(mainToConsoleSchema, data.toString());
      if (!parsed.ok) return;
      if (parsed.value.type === 'status') this.#now = parsed.value;
      if (parsed.value.type === 'room') this.#room = parsed.value;
      if (parsed.value.type === 'answer') this.#answers.get(parsed.value.id)?.(parsed.value.why);
    });
  }

  /** @param origin of the console. @param cookie that a paired page of it holds. */
  static async open(origin: string, cookie: string): Promise<Operator> {
    const operator = new Operator(
      new WebSocket(origin.replace('http', 'ws') + '/link', { headers: { cookie }, origin }),
    );
    await vi.waitFor(() => expect(operator.#now).not.toBeNull(), { timeout: 20_000 });
    return operator;
  }

  /** @param here the address that a console gives to its own machine, which pairs once. */
  static async pair(here: string): Promise<Operator> {
    const [origin = '', secret = ''] = here.split('/#');
    const answer = await fetch(`${origin}/pair`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ secret }),
    });
    return Operator.open(origin, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
  }

  /** The last that was told, at most half a second ago. */
  get now(): ShowNow {
    if (this.#now === null) throw new Error('nothing was told yet');
    return this.#now;
  }

  /** How many are in view, as last told. */
  get inView(): number {
    return this.#room?.viewers.length ?? 0;
  }

  /** Resolves with why it was refused; empty where it was done. */
  async do(command: Command): Promise<string> {
    const id = this.#nextId++;
    const answered = new Promise<string>((done) => this.#answers.set(id, done));
    this.#socket.send(JSON.stringify({ type: 'command', id, command }));
    return answered;
  }

  /** The show as it stands with nobody's hand on it: open, lit, reading, nothing held or forced. */
  async letGo(): Promise<void> {
    if (this.now.isStopped) await this.do({ do: 'start' });
    for (const what of ['hold', 'blackout', 'pause'] as const) await this.do({ do: what, on: false });
    await this.do({ do: 'force', emotion: null });
    await this.do({ do: 'zone', zone: null });
    await vi.waitFor(() =>
      expect(this.now).toMatchObject({ isStopped: false, isHeld: false, forced: null, zone: null }),
    );
  }

  close(): void {
    this.#socket.close();
  }
}

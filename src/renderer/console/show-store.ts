import type {
  Command,
  ConsoleToMain,
  FilmMap,
  MainToConsole,
  Sample,
  ShowNow,
  Staging,
  ToldDecision,
  ToldFault,
} from '../../protocol/console-messages.ts';
import { mainToConsoleSchema, REMEMBERED } from '../../protocol/console-messages.ts';
import { parseText } from '../../protocol/parse-message.ts';
import type { RoomFeed } from '../../protocol/room-feed.ts';

const RETRY_MS = 1000;
/** The show tells its state twice a second. A phone that has left the network is told by nobody that its link is dead. */
const SILENT_MS = 4000;

export interface ShowState {
  /** `shut`: this device is not paired. */
  readonly link: 'opening' | 'open' | 'lost' | 'shut';
  readonly isLocal: boolean;
  readonly film: FilmMap | null;
  readonly now: ShowNow | null;
  readonly room: RoomFeed | null;
  readonly staging: Staging | null;
  readonly samples: readonly Sample[];
  /** Newest first. */
  readonly decisions: readonly ToldDecision[];
  readonly faults: readonly ToldFault[];
  readonly pairing: Extract<MainToConsole, { type: 'pairing' }> | null;
  /** Why the last command was not obeyed; empty where it was. */
  readonly refusal: string;
}

const NOTHING: ShowState = {
  link: 'opening',
  isLocal: false,
  film: null,
  now: null,
  room: null,
  staging: null,
  samples: [],
  decisions: [],
  faults: [],
  pairing: null,
  refusal: '',
};

/** All that main has told, kept for React; and the way back to main. The socket comes back by itself. */
export class ShowStore {
  #state = NOTHING;
  #socket: WebSocket | null = null;
  #nextId = 1;
  #frameListener: ((bytes: Uint8Array) => void) | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): ShowState => this.#state;

  /** Asks whether this device is paired, and connects where it is. */
  async open(): Promise<void> {
    const answer = await fetch('/session', { signal: AbortSignal.timeout(SILENT_MS) }).catch(() => null);
    if (answer?.status === 401) this.#set({ link: 'shut' });
    else if (answer?.ok === true) this.#connect();
    else setTimeout(() => void this.open(), RETRY_MS);
  }

  command(command: Command): void {
    this.#send({ type: 'command', id: this.#nextId++, command });
  }

  pair(): void {
    this.#send({ type: 'pair' });
  }

  /** Somebody uses this page; on the stage's own machine it may lie over the film. */
  touched(): void {
    if (this.#state.isLocal) this.#send({ type: 'touched' });
  }

  /** The camera's pictures, or none. */
  watch(listener: ((bytes: Uint8Array) => void) | null): void {
    this.#frameListener = listener;
    this.#send({ type: 'watch', on: listener !== null });
  }

  #connect(): void {
    const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${window.location.host}/link`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#set({ ...NOTHING, link: 'open' });
      // A show that came back does not know who was looking.
      if (this.#frameListener !== null) this.watch(this.#frameListener);
    };
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(silence);
      socket.close();
      this.#set({ link: 'lost' });
      setTimeout(() => void this.open(), RETRY_MS);
    };
    let silence = setTimeout(over, SILENT_MS);
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isOver) return;
      clearTimeout(silence);
      silence = setTimeout(over, SILENT_MS);
      if (data instanceof ArrayBuffer) this.#frameListener?.(new Uint8Array(data));
      if (typeof data !== 'string') return;
      const parsed = parseText(mainToConsoleSchema, data);
      if (parsed.ok) this.#hear(parsed.value);
      else console.warn(`refused a message from main: ${parsed.reason}`);
    };
    socket.onclose = over;
  }

  #send(message: ConsoleToMain): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #hear(message: MainToConsole): void {
    const { samples, decisions, faults } = this.#state;
    switch (message.type) {
      case 'film': {
        this.#set({ film: message });
        return;
      }
      case 'status': {
        this.#set({ now: message });
        return;
      }
      case 'room': {
        this.#set({ room: message });
        return;
      }
      case 'staging': {
        this.#set({ staging: message });
        return;
      }
      case 'samples': {
        this.#set({ samples: [...samples, ...message.samples].slice(-REMEMBERED.samples) });
        return;
      }
      case 'decision': {
        this.#set({ decisions: [message, ...decisions].slice(0, REMEMBERED.decisions) });
        return;
      }
      case 'fault': {
        this.#set({ faults: [message, ...faults].slice(0, REMEMBERED.faults) });
        return;
      }
      case 'place': {
        this.#set({ isLocal: message.isLocal });
        return;
      }
      case 'pairing': {
        this.#set({ pairing: message });
        return;
      }
      case 'answer': {
        this.#set({ refusal: message.done ? '' : message.why });
        return;
      }
    }
  }

  #set(change: Partial<ShowState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

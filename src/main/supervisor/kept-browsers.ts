import { randomUUID } from 'node:crypto';
import type { BrowserLauncher, NamedBrowser } from '../hosts/browser/running-browser.ts';
import { parseWith } from '../../protocol/parse-message.ts';
import { FALL_BACK_VARIABLE } from './fall-back.ts';
import { refused, toShowSchema, type ToShow, type ToSupervisor } from './supervision-messages.ts';

/** What an earlier show left running. */
export interface KeptStage {
  readonly port: number;
  readonly token: string;
  readonly stage: NamedBrowser | null;
  readonly spare: NamedBrowser | null;
}

/** The show's end of the browsers that its supervisor holds. */
export interface KeptBrowsers {
  readonly launcher: BrowserLauncher;
  /** Asked once, when the show begins; null where there is nothing to take up. What is of no use is ended. */
  takeUp(): Promise<KeptStage | null>;
  keep(stage: KeptStage): void;
  close(): void;
}

/** A supervisor answers at once; so long where the machine is very busy. */
const ANSWER_MS = 5000;

/** The channel to the supervisor, in the words of `process`. */
export type Channel = Pick<NodeJS.Process, 'send' | 'on' | 'once' | 'off' | 'connected' | 'env' | 'ppid'>;

/** @returns null where no supervisor started this process: browsers are then its own children. */
export function keptBrowsers(channel: Channel = process): KeptBrowsers | null {
  if (channel.send === undefined || channel.env[FALL_BACK_VARIABLE] === undefined) return null;
  const remote = new Map<string, RemoteBrowser>();
  const say = (message: ToSupervisor): void => {
    if (channel.connected) channel.send?.(message, refused);
  };
  let answered: (kept: Extract<ToShow, { type: 'kept' }> | null) => void = () => undefined;
  const hear = (message: unknown): void => {
    const parsed = parseWith(toShowSchema, message);
    if (!parsed.ok || parsed.value.type === 'endWhenIdle') return;
    if (parsed.value.type === 'kept') answered(parsed.value);
    else remote.get(parsed.value.id)?.hear(parsed.value);
  };
  // Without the supervisor its browsers end by themselves: their control pipes are closed.
  const gone = (): void => {
    for (const browser of remote.values()) browser.end('its supervisor is gone');
  };
  channel.on('message', hear);
  channel.once('disconnect', gone);

  const reach = (id: string, pid?: number): RemoteBrowser => {
    const browser = new RemoteBrowser(id, say, pid);
    remote.set(id, browser);
    void browser.cleaned.then(() => remote.delete(id));
    return browser;
  };
  return {
    launcher: {
      ownerPid: channel.ppid,
      start: ({ path, flags, profileFolder }) => {
        const browser = reach(randomUUID());
        say({ type: 'openBrowser', id: browser.id, path, flags: [...flags], profileFolder });
        return browser;
      },
    },
    takeUp: async () => {
      const said = await new Promise<Extract<ToShow, { type: 'kept' }> | null>((resolve) => {
        answered = resolve;
        setTimeout(() => resolve(null), ANSWER_MS).unref();
        say({ type: 'askKept' });
      });
      if (said === null) return null;
      const { kept, browsers } = said;
      for (const { id } of browsers) if (id !== kept?.stage && id !== kept?.spare) say({ type: 'killBrowser', id });
      if (kept === null) return null;
      const stillThere = (wanted: string | null): NamedBrowser | null => {
        const running = browsers.find(({ id }) => id === wanted);
        return running === undefined ? null : reach(running.id, running.pid);
      };
      return { port: kept.port, token: kept.token, stage: stillThere(kept.stage), spare: stillThere(kept.spare) };
    },
    keep: ({ port, token, stage, spare }) =>
      say({ type: 'keep', kept: { port, token, stage: stage?.id ?? null, spare: spare?.id ?? null } }),
    close: () => {
      channel.off('message', hear);
      channel.off('disconnect', gone);
    },
  };
}

/** A browser that runs as the supervisor's child. */
class RemoteBrowser implements NamedBrowser {
  pid: number | undefined;
  readonly exited: Promise<string>;
  readonly cleaned: Promise<void>;
  readonly id: string;
  readonly #say: (message: ToSupervisor) => void;
  readonly #listeners: ((text: string) => void)[] = [];
  #exit: (how: string) => void = () => undefined;
  #clean: () => void = () => undefined;

  constructor(id: string, say: (message: ToSupervisor) => void, pid: number | undefined) {
    this.id = id;
    this.pid = pid;
    this.#say = say;
    this.exited = new Promise((resolve) => (this.#exit = resolve));
    this.cleaned = new Promise((resolve) => (this.#clean = resolve));
  }

  hear(message: Extract<ToShow, { id: string }>): void {
    if (message.type === 'browserStarted') this.pid = message.pid;
    else if (message.type === 'browserSaid') for (const listener of this.#listeners) listener(message.text);
    else if (message.type === 'browserGone') this.#exit(message.how);
    else this.#clean();
  }

  end(how: string): void {
    this.#exit(how);
    this.#clean();
  }

  say(text: string): void {
    this.#say({ type: 'sayToBrowser', id: this.id, text });
  }

  onText(listener: (text: string) => void): void {
    this.#listeners.push(listener);
  }

  kill(): void {
    this.#say({ type: 'killBrowser', id: this.id });
  }
}

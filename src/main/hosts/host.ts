import type { Hono } from 'hono';
import type { Link } from '../../protocol/link.ts';
import type { MainToStage, StageToMain } from '../../protocol/messages.ts';
import type { MainToPerception } from '../../protocol/perception-messages.ts';
import type { GuardRules } from '../web/request-guard.ts';

/**
 * What carries the show: Electron, or a plain browser on loopback. The show is written against this interface and never
 * asks which one it got; that was decided by which entry file was started.
 */
export interface Host {
  readonly name: 'electron' | 'browser';
  /** Makes the pages reachable. Called once, before `openStage`. Rejects where the port is taken. */
  serve(service: Service): Promise<Serving>;
  /** Puts the stage on a screen, or says in a line why there is none. Called again after a stage was lost. */
  openStage(): Promise<StageOpened>;
  /** Whether another stage stands by, or is on its way: then `openStage` costs next to nothing. Absent: never. */
  hasSpare?(): boolean;
  /** Puts the operator's page on the stage's screen, in a window of its own. Rejects where there is no screen. */
  openConsole?(address: string): Promise<void>;
  /** Takes it away again; nothing happens where there is none. */
  closeConsole?(): Promise<void>;
  /** Closes the stage's window and everything that belongs to it. */
  closeStage(): Promise<void>;
  /** Starts a perception process. */
  forkPerception(): PerceptionProcess;
  /** Keeps screen and machine awake while the show runs. */
  keepAwake(on: boolean): void;
  /** Ends all that the host holds: windows, processes, temporary folders, the server. */
  close(): Promise<void>;
}

export interface StageLink extends Link<MainToStage, StageToMain> {
  /** The browser that the page is in, where it is one that the host has started. */
  readonly browser?: string | null;
}

/** What a host needs of the show to serve it. */
export interface Service {
  /** Answers every request. Made by the show once the host knows by which names it is reached. */
  readonly pages: (place: { readonly origin: string; readonly guard: GuardRules }) => Hono;
  /** A page has connected. */
  readonly onLink: (link: StageLink) => void;
  /** The stage's page or window died or hangs; the show decides what to do. While `openStage` runs: the new one, not the old. */
  readonly onStageLost: (reason: string) => void;
  /** Somebody closed the stage's window where that is the way to end the show: in Electron, and in no kiosk. */
  readonly onClosed?: () => void;
  /** What visitors see from now on is this browser. Its pages have the stage, also those that stood by in it. */
  readonly onFront: (browser: string) => void;
  /** Something was refused or went wrong, in one line for the log. */
  readonly onNote: (line: string) => void;
}

/** What is behind `#` in the address of a page that stands by: it says so when it says hello. */
export const SPARE_MARK = 'spare';

export interface Serving {
  /** The address to open in a browser, with the token of this launch; null where there is none to open. */
  readonly address: string | null;
}

export type StageOpened =
  | {
      readonly opened: true;
      readonly how: string;
      /** Its page has been up for a while, so it speaks at once if it lives. Absent: it has to be loaded first. */
      readonly isUp?: true;
    }
  | { readonly opened: false; readonly why: string };

/** A perception process, however it was started. Listeners are set once, before the first message can come. */
export interface PerceptionProcess {
  readonly pid: number | undefined;
  send(message: MainToPerception): void;
  /** An encoded camera frame; false where the process is so far behind that it was not taken. */
  sendFrame(bytes: Uint8Array): boolean;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (how: string) => void): void;
  kill(): void;
  /** Whether somebody has stopped it (SIGSTOP): such a process is never merely slow. Absent where that cannot be told. */
  isStopped?(): Promise<boolean>;
}

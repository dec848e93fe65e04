import type { Host } from '../hosts/host.ts';
import type { Console } from './console.ts';

/** What the operator's card says of the console: nothing where only this machine can reach it. */
export function cardLines(console: Console | null): readonly string[] {
  const ways = console?.ways() ?? null;
  const [address] = ways?.network ?? [];
  if (ways === null || address === undefined) return [];
  return [`Console: ${address}`, `Code: ${ways.code} (two minutes, one device)`];
}

/** Opens the console on the stage's own screen. Never rejects. */
export async function openHere(host: Host, console: Console | null, tell: (line: string) => void): Promise<void> {
  const ways = console?.ways() ?? null;
  if (ways === null) tell('there is no console to open');
  else {
    try {
      if (host.openConsole === undefined) throw new Error('this host has no window for it');
      await host.openConsole(ways.here);
    } catch (error) {
      tell(`the console could not be opened here: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

import type { AskedSound, PageToSound, SoundBlock, SoundFacts, SoundRange, SoundToPage } from './worker-messages.ts';

/** A worker that says nothing for so long stands still, whatever it is doing. */
const ANSWER_MS = 10_000;

/** Some decoded sound, ready to be played. */
export interface PlayableBlock {
  readonly buffer: AudioBuffer;
  /** Seconds in the file. */
  readonly timestamp: number;
  /** Seconds */
  readonly duration: number;
}

/** The sound of a clip's range, decoded in order. */
export interface SoundReader extends Omit<SoundFacts, 'sounds'> {
  /** From so far in the range, each time anew; null where there is no sound that this browser can decode. One at a time. */
  readonly sounds: ((fromSeconds: number) => AsyncGenerator<PlayableBlock, void, unknown>) | null;
}

export interface SoundListener {
  opened(reader: SoundReader): void;
  /** The file is missing, broken or hangs. Nothing more comes. */
  lost(reason: string): void;
  /** The worker has stopped; the file may be well. Nothing more comes: it is to be opened anew. */
  dropped(): void;
  /** What has been opened breaks off. */
  brokeOff(reason: string): void;
}

/** A worker, or what stands in for one. */
export type SoundWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

function startWorker(): SoundWorker {
  return new Worker(new URL('./sound-worker.ts', import.meta.url), { type: 'module', name: 'sound' });
}

/**
 * Opens the sound of clips in a worker. One that stands still or falls is put out of the
 * way: what it read is silent from then on, and the next clip has a new one.
 */
export class SoundReaders {
  readonly #start: () => SoundWorker;
  readonly #open = new Set<OpenedSound>();
  #worker: SoundWorker | null = null;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(start: () => SoundWorker = startWorker) {
    this.#start = start;
  }

  /** So that the first clip need not wait for it. */
  start(): void {
    this.#worker ??= this.#begin();
  }

  /** @param url relative to the page, or absolute. The caller closes what it opens. */
  open(url: string, { inMs, outMs }: SoundRange, listener: SoundListener): OpenedSound {
    const worker = (this.#worker ??= this.#begin());
    const { port1, port2 } = new MessageChannel();
    const asked: AskedSound = { url: new URL(url, window.location.href).href, inMs, outMs };
    worker.postMessage(asked, [port2]);
    const opened: OpenedSound = new OpenedSound(port1, listener, {
      hurried: () => this.#askForAnswer(),
      closed: () => this.#open.delete(opened),
    });
    this.#open.add(opened);
    return opened;
  }

  #begin(): SoundWorker {
    const worker = this.#start();
    worker.onmessage = () => this.#heard();
    worker.onerror = (event) => {
      // It is dealt with.
      event.preventDefault();
      this.#drop();
    };
    return worker;
  }

  #heard(): void {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = undefined;
  }

  #askForAnswer(): void {
    if (this.#worker === null || this.#answerTimer !== undefined) return;
    this.#answerTimer = setTimeout(() => this.#drop(), ANSWER_MS);
    this.#worker.postMessage(null);
  }

  #drop(): void {
    this.#heard();
    this.#worker?.terminate();
    this.#worker = null;
    for (const opened of [...this.#open]) opened.drop();
  }

  close(): void {
    this.#drop();
  }
}

/** The sound of one clip, at the other end of its port. */
export class OpenedSound {
  readonly #port: MessagePort;
  readonly #listener: SoundListener;
  readonly #watch: { hurried(): void; closed(): void };
  #round = 0;
  #answer: (block: SoundBlock | null) => void = () => undefined;
  #isOver = false;

  constructor(port: MessagePort, listener: SoundListener, watch: { hurried(): void; closed(): void }) {
    this.#port = port;
    this.#listener = listener;
    this.#watch = watch;
    port.onmessage = ({ data }: MessageEvent<SoundToPage>) => this.#hear(data);
  }

  #hear(message: SoundToPage): void {
    if (this.#isOver) return;
    switch (message.type) {
      case 'opened': {
        const { sounds, ...facts } = message.facts;
        this.#listener.opened({ ...facts, sounds: sounds ? (from) => this.#blocks(from) : null });
        return;
      }
      case 'block':
        if (message.round !== this.#round) return;
        this.#give(message.block);
        if (message.fault !== null) this.#listener.brokeOff(message.fault);
        return;
      case 'lost':
        this.close();
        this.#listener.lost(message.reason);
    }
  }

  #give(block: SoundBlock | null): void {
    this.#answer(block);
    this.#answer = () => undefined;
  }

  async *#blocks(fromSeconds: number): AsyncGenerator<PlayableBlock, void, unknown> {
    // The round before is over, and whoever waits for it.
    this.#give(null);
    const round = ++this.#round;
    for (;;) {
      if (this.#isOver || round !== this.#round) return;
      const block = await new Promise<SoundBlock | null>((resolve) => {
        this.#answer = resolve;
        this.#tell({ type: 'next', round, fromSeconds });
      });
      if (block === null) return;
      yield playable(block);
    }
  }

  #tell(message: PageToSound): void {
    this.#port.postMessage(message);
  }

  /** It has taken long: where the file hangs, it is to be given up. */
  hurry(): void {
    if (this.#isOver) return;
    this.#tell({ type: 'hurry' });
    this.#watch.hurried();
  }

  /** Its worker is gone. */
  drop(): void {
    if (this.#isOver) return;
    this.close();
    this.#listener.dropped();
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // The worker closes the port, once it has heard this.
    this.#tell({ type: 'close' });
    this.#port.onmessage = null;
    this.#give(null);
    this.#watch.closed();
  }
}

function playable({ timestamp, sampleRate, channels }: SoundBlock): PlayableBlock {
  const length = channels[0]?.length ?? 0;
  const buffer = new AudioBuffer({ length, numberOfChannels: channels.length, sampleRate });
  channels.forEach((samples, channel) => buffer.copyToChannel(samples, channel));
  return { buffer, timestamp, duration: length / sampleRate };
}

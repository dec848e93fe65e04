import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StageToMain } from '../../../../src/protocol/messages.ts';
import { Camera } from '../../../../src/renderer/camera/camera.ts';

type CameraFact = Extract<StageToMain, { type: 'camera' }>;

/** A camera that is plugged into the machine. */
interface Device {
  readonly deviceId: string;
  readonly label: string;
  /** Another program holds it. */
  isTaken?: boolean;
}

class FakeTrack extends EventTarget {
  readonly label: string;
  readonly #deviceId: string;
  isStopped = false;

  constructor({ deviceId, label }: Device) {
    super();
    this.#deviceId = deviceId;
    this.label = label;
  }

  getSettings() {
    return { deviceId: this.#deviceId, width: 1280, height: 720, frameRate: 30 };
  }

  stop(): void {
    this.isStopped = true;
  }
}

/** The machine's cameras, as a browser gives them to a page. */
class FakeDevices extends EventTarget {
  plugged: readonly Device[] = [];
  /** Whether names are told: in most browsers only once a camera was opened. */
  hasNames = true;
  isDenied = false;
  asked = 0;
  readonly opened: FakeTrack[] = [];

  async enumerateDevices() {
    return this.plugged.map(({ deviceId, label }) =>
      this.hasNames ? { kind: 'videoinput', deviceId, label } : { kind: 'videoinput', deviceId: '', label: '' },
    );
  }

  async getUserMedia({ video }: { readonly video: { readonly deviceId?: { readonly exact: string } } }) {
    this.asked += 1;
    const exact = video.deviceId?.exact;
    const device = this.plugged.find(({ deviceId }) => exact === undefined || deviceId === exact);
    if (this.isDenied) throw new DOMException('Permission denied', 'NotAllowedError');
    if (device === undefined) throw new DOMException('Requested device not found', 'NotFoundError');
    if (device.isTaken === true) throw new DOMException('Could not start video source', 'NotReadableError');
    this.hasNames = true;
    const track = new FakeTrack(device);
    this.opened.push(track);
    return { getVideoTracks: () => [track] };
  }

  plug(...devices: readonly Device[]): void {
    for (const track of this.opened) {
      if (!track.isStopped && !devices.some(({ label }) => label === track.label)) {
        track.dispatchEvent(new Event('ended'));
      }
    }
    this.plugged = devices;
    this.dispatchEvent(new Event('devicechange'));
  }
}

const HALL: Device = { deviceId: 'a', label: 'Hall camera' };
const BUILT_IN: Device = { deviceId: 'b', label: 'Built-in' };

let devices: FakeDevices;
let told: CameraFact[];
/** Whether the cameras deliver pictures. */
let delivers: boolean;

const link = { sendFrame: () => undefined, pendingBytes: () => 0, framesAddress: null };
const states = (): readonly string[] => told.map(({ state }) => state);
/** Tracks that are being captured now. */
const live = (): readonly string[] => devices.opened.filter((track) => !track.isStopped).map(({ label }) => label);
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function open(device: string | null = null): Camera {
  return new Camera(
    { device, width: 1280, height: 720, framesPerSecond: 15 },
    link,
    (fact) => told.push(fact),
    ({ onSeen }) => {
      const see = (): void => {
        if (delivers) onSeen();
      };
      const timer = setInterval(see, 100);
      return {
        framesPerSecond: () => undefined,
        ended: new Promise<void>(() => undefined),
        close: () => clearInterval(timer),
      };
    },
  );
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  devices = new FakeDevices();
  vi.stubGlobal('navigator', { mediaDevices: devices });
  told = [];
  delivers = true;
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a camera', () => {
  it('that is not there is told once, looked for every few seconds for as long as it takes, and found by itself', async () => {
    const camera = open();
    await pass(60_000);
    expect(told).toEqual([{ type: 'camera', state: 'none', label: '', detail: 'Requested device not found' }]);
    expect(devices.asked).toBeGreaterThan(10);
    expect(devices.asked).toBeLessThan(20);
    // Where the system tells no page that something was plugged in.
    devices.plugged = [HALL];
    await pass(6000);
    expect(states()).toEqual(['none', 'live']);
    expect(told[1]).toMatchObject({ label: 'Hall camera', detail: '1280x720 at 30 a second' });
    camera.close();
  });

  it('that is plugged in is opened at once, however long it was waited for', async () => {
    const camera = open();
    await pass(60_200);
    devices.plug(HALL);
    await pass(150);
    expect(states()).toEqual(['none', 'live']);
    camera.close();
  });

  it('that is unplugged is told as lost, then as not there, and is back when it is plugged in again', async () => {
    devices.plugged = [HALL];
    const camera = open();
    await pass(1000);
    devices.plug();
    await pass(3000);
    expect(states()).toEqual(['live', 'lost', 'none']);
    devices.plug(HALL);
    await pass(1000);
    expect(states()).toEqual(['live', 'lost', 'none', 'live']);
    expect(camera.state?.state).toBe('live');
    expect(live()).toEqual(['Hall camera']);
    camera.close();
  });

  it('that another program has taken is lost, not missing, and is opened when it is free again', async () => {
    devices.plugged = [{ ...HALL, isTaken: true }];
    const camera = open();
    await pass(30_000);
    expect(told).toEqual([{ type: 'camera', state: 'lost', label: '', detail: 'Could not start video source' }]);
    devices.plugged = [HALL];
    await pass(6000);
    expect(states()).toEqual(['lost', 'live']);
    camera.close();
  });

  it('that delivers nothing, though it calls itself live, is closed and opened anew', async () => {
    devices.plugged = [HALL];
    const camera = open();
    await pass(1000);
    delivers = false;
    await pass(5500);
    expect(states()).toEqual(['live', 'lost']);
    delivers = true;
    await pass(1000);
    expect(states()).toEqual(['live', 'lost', 'live']);
    expect(live()).toHaveLength(1);
    camera.close();
  });

  it('whose picture main is not content with has come to rest before it is opened anew, and nobody is told of a loss', async () => {
    devices.plugged = [HALL];
    const camera = open();
    await pass(1000);
    camera.reopen();
    await pass(100);
    expect(live()).toEqual([]);
    await pass(1000);
    expect(live()).toEqual(['Hall camera']);
    expect(devices.opened).toHaveLength(2);
    expect(states()).toEqual(['live']);
    camera.close();
  });

  it('that may not be used is not asked for again', async () => {
    devices.isDenied = true;
    const camera = open();
    await pass(60_000);
    expect(states()).toEqual(['denied']);
    expect(devices.asked).toBe(1);
    camera.close();
  });

  it('that is closed while it is being opened does not stay on', async () => {
    devices.plugged = [HALL];
    const camera = open();
    camera.close();
    await pass(10_000);
    expect(devices.opened).toHaveLength(1);
    expect(live()).toEqual([]);
    expect(told).toEqual([]);
    devices.plug();
    devices.plug(HALL);
    await pass(10_000);
    expect(devices.asked).toBe(1);
  });
});

describe('a camera that was chosen', () => {
  it.each(['a', 'Hall camera', 'hall'])('is found by its id, its name or a part of it: %s', async (wish) => {
    devices.plugged = [BUILT_IN, HALL];
    const camera = open(wish);
    await pass(1000);
    expect(told).toEqual([{ type: 'camera', state: 'live', label: 'Hall camera', detail: '1280x720 at 30 a second' }]);
    camera.close();
  });

  it('and is not there (its id has changed, it is another model) is stood in for by whichever there is, and told so', async () => {
    devices.plugged = [BUILT_IN];
    const camera = open('a1b2');
    await pass(60_000);
    expect(told).toEqual([
      {
        type: 'camera',
        state: 'live',
        label: 'Built-in',
        detail: '1280x720 at 30 a second',
        insteadOf: 'a1b2',
      },
    ]);
    expect(devices.asked).toBe(1);
    camera.close();
  });

  it('takes its place from the one that stood in for it when it is plugged in, and not before', async () => {
    devices.plugged = [BUILT_IN];
    const camera = open('hall');
    await pass(1000);
    devices.plug(BUILT_IN, { deviceId: 'c', label: 'Another' });
    await pass(1000);
    expect(live()).toEqual(['Built-in']);
    devices.plug(BUILT_IN, HALL);
    await pass(1000);
    expect(told.map(({ label }) => label)).toEqual(['Built-in', 'Hall camera']);
    expect(told.map(({ insteadOf }) => insteadOf)).toEqual(['hall', undefined]);
    expect(live()).toEqual(['Hall camera']);
    camera.close();
  });

  it('is found by its name by a page that is told no names before it has opened one', async () => {
    devices.plugged = [BUILT_IN, HALL];
    devices.hasNames = false;
    const camera = open('Hall camera');
    await pass(1000);
    expect(told.map(({ label }) => label)).toEqual(['Hall camera']);
    expect(live()).toEqual(['Hall camera']);
    camera.close();
  });

  it('and is unplugged gives way to another one', async () => {
    devices.plugged = [HALL, BUILT_IN];
    const camera = open('Hall camera');
    await pass(1000);
    devices.plug(BUILT_IN);
    await pass(1000);
    expect(told.map(({ state, label }) => `${state} ${label}`)).toEqual([
      'live Hall camera',
      'lost Hall camera',
      'live Built-in',
    ]);
    camera.close();
  });
});

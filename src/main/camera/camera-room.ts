import { emptyRoom, stepMood } from '../../mood/mood-fold.ts';
import type { ReadingRules } from '../../mood/mood.ts';
import { NEW_WATCH, watchRoom } from '../../mood/room-watch.ts';
import { capturedAtOf } from '../../protocol/frame-codec.ts';
import type { NetworkLabels } from '../../protocol/network-labels.ts';
import type { RoomFeed } from '../../protocol/room-feed.ts';
import type { Tuning } from '../../protocol/tuning.ts';
import { realClock } from '../deadlines.ts';
import type { Host, StageLink } from '../hosts/host.ts';
import { openPerceptionDesk } from '../perception-desk.ts';
import { FRAME } from '../show-options.ts';
import { StageClock } from '../stage/stage-clock.ts';
import { createPages } from '../web/pages.ts';

export interface CameraRoomOptions {
  readonly host: Host;
  /** A camera by name; null: whichever there is. */
  readonly device: string | null;
  readonly recogniser: string;
  readonly tuning?: Tuning | undefined;
  readonly labels?: NetworkLabels | undefined;
  readonly modelsFolder: string;
  readonly pagesFolder: string;
  readonly filmFolder: string;
  readonly rules: ReadingRules;
  readonly onFeed: (feed: RoomFeed) => void;
  readonly onNote: (line: string) => void;
}

/** A camera that is read with no film: the same page, process and fold as in a show. @returns how to end it. */
export async function openCameraRoom(options: CameraRoomOptions): Promise<() => Promise<void>> {
  const { host, rules, onFeed, onNote } = options;
  const stageClock = new StageClock();
  let room = emptyRoom();
  let watch = NEW_WATCH;
  let page: StageLink | null = null;
  const desk = openPerceptionDesk({
    host,
    clock: realClock,
    recogniser: options.recogniser,
    tuning: options.tuning,
    labels: options.labels,
    zone: null,
    modelsFolder: options.modelsFolder,
    onReading: (reading) => {
      room = stepMood(room, reading, realClock.nowMs());
      const next = watchRoom(watch, room, reading, rules, realClock.nowMs());
      ({ watch } = next);
      onFeed(next.feed);
    },
    onPace: (value) => page?.send({ type: 'framesPerSecond', value }),
    onNote,
    onFault: (code, part, detail) => onNote(`${part}: ${code}: ${detail}`),
  });
  const attach = (link: StageLink): void => {
    link.onMessage((fact) => {
      stageClock.hear(fact, realClock.nowMs());
      if (fact.type === 'camera')
        onNote(`camera: ${fact.state}: ${[fact.label, fact.detail].filter(Boolean).join(', ')}`);
      if (fact.type !== 'hello') return;
      page = link;
      const camera = { device: options.device, ...FRAME };
      link.send({ type: 'welcome', title: 'Mien', language: 'en', fit: 'cover', camera });
      link.send({ type: 'framesPerSecond', value: FRAME.framesPerSecond });
    });
    link.onFrame((bytes) => desk.frame(bytes, stageClock.toMain(capturedAtOf(bytes), realClock.nowMs())));
  };
  await host.serve({
    pages: ({ origin, guard }) =>
      createPages({
        pagesFolder: options.pagesFolder,
        stagePage: 'stage/index.html',
        filmFolder: () => options.filmFolder,
        origin,
        guard,
      }),
    onLink: attach,
    onStageLost: (reason) => onNote(`the camera's page was lost: ${reason}`),
    onFront: () => undefined,
    onNote,
  });
  const opened = await host.openStage();
  if (!opened.opened) onNote(`no camera: ${opened.why}`);
  return async () => {
    desk.stop();
    await host.close();
  };
}

import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { showOf } from '../main/film-files.ts';
import { runInBrowser } from '../main/hosts/browser/browser-main.ts';
import { findBrowser } from '../main/hosts/browser/find-browser.ts';
import { chooseHost, wantsElectron, type HostChoice } from '../main/hosts/choose-host.ts';
import { electronFetched, electronFound } from '../main/hosts/find-electron.ts';
import type { DisplayChoice } from '../main/hosts/displays.ts';
import { hasScreen } from '../main/hosts/screen.ts';
import { operatorPin } from '../main/operator-pin.ts';
import { readSettings } from '../main/console/settings.ts';
import { findPlaces } from '../main/places.ts';
import type { ShowOptions } from '../main/show-options.ts';
import { keepingFolders } from '../main/state-folder.ts';
import { FALL_BACK_VARIABLE, fallBackOf } from '../main/supervisor/fall-back.ts';
import { Hold } from '../main/supervisor/hold.ts';
import { keptBrowsers } from '../main/supervisor/kept-browsers.ts';
import type { ReadingZone } from '../protocol/reading-zone.ts';
import type { Tuning } from '../protocol/tuning.ts';
import { ownModelsFolder } from '../perception/model-files.ts';
import { chooseCamera, nothingToRemove, withChosenDevice } from './choose-camera.ts';
import {
  parseBetween,
  parseBudget,
  parseDisplays,
  parseOpening,
  parsePort,
  parseSeed,
  parseSpeakers,
  parseZone,
} from './play-arguments.ts';
import { refusedInApp, type InstalledApp } from './installed-app.ts';
import { runInElectron } from './run-in-electron.ts';
import { tuningOption } from './tuning/read-tuning.ts';

interface PlayFlags {
  readonly host?: 'electron' | 'browser';
  readonly headless?: boolean;
  readonly camera?: string;
  readonly trace?: string;
  readonly recogniser: string;
  readonly tuning?: Tuning;
  readonly labels?: string;
  readonly budget?: number;
  readonly port: number;
  readonly fit?: 'cover' | 'contain';
  readonly textSize?: number;
  readonly safeArea?: number;
  readonly speakers?: string;
  readonly once?: boolean;
  readonly kiosk?: boolean;
  readonly display?: DisplayChoice;
  readonly spare?: boolean;
  readonly seed?: number;
  /** A folder; false with `--no-journal`. */
  readonly journal?: string | boolean;
  readonly hours?: string;
  readonly zone?: ReadingZone;
  /** A port; true with `--console` alone. */
  readonly console?: number | true;
}

/** The same each day, so that a phone can keep the address. */
const CONSOLE_PORT = 4717;

/** The installed app looks for nothing. */
const IN_APP: HostChoice = { host: 'electron', path: process.execPath, why: 'the installed app' };

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** `mien play [film]`: the show, on the best host that there is. Exit 1 for a wrong film or a failed run. */
export function playCommand(app: InstalledApp | null = null): Command {
  return new Command('play')
    .description('Play a film that reads the room.')
    .argument('[film]', 'folder of the film; the one that ships where left out')
    .addOption(new Option('--host <host>', 'what carries the show').choices(['electron', 'browser']))
    .option('--headless', 'show the stage on no screen')
    .option('--camera <camera>', 'a camera by name, a recording (file.y4m, file.mjpeg), or none')
    .addOption(
      new Option(
        '--trace <file>',
        'a recorded trace of moods (CSV) in place of a camera; after its end nobody is there',
      ).conflicts('camera'),
    )
    .option('--recogniser <name>', 'which recogniser reads: auto, onnx, wasm, tensorflow-gpu ...', 'auto')
    .option('--labels <file>', "label map of an EmoPy network, where it does not lie beside the network's file")
    .addOption(tuningOption())
    .option(
      '--budget <share>',
      'largest share of the machine that reading faces may take, such as 30%; else all that the film leaves',
      parseBudget,
    )
    .option('--port <port>', 'port of the server on 127.0.0.1; any free one where left out', parsePort, 0)
    .addOption(
      new Option('--fit <fit>', 'fill the screen and crop, or show all between bars; else as the film says').choices([
        'cover',
        'contain',
      ]),
    )
    .option(
      '--text-size <times>',
      'size of subtitles, as a multiple of the usual; else as the film says',
      parseBetween(0.5, 3),
    )
    .option(
      '--safe-area <share>',
      'share of the picture that words keep within; else as the film says',
      parseBetween(0.5, 1),
    )
    .option('--speakers <words>', 'sound goes through the device whose name holds these words', parseSpeakers)
    .option('--once', 'a rehearsal: one session in one pass (no scene repeats its clip), printed as one JSON object')
    .option('--kiosk', 'full screen, and no way out of it')
    .option('--display <numbers>', 'fill these displays, counted from the left: "2", "1,3", or "all"', parseDisplays)
    .option('--spare', 'a second browser stands by to take the stage when the first dies; the default with --kiosk')
    .option('--no-spare', 'no second browser: less memory, and some seconds without a picture when it dies')
    .option('--journal <folder>', "folder of the journal; this machine's own where left out")
    .option('--no-journal', 'keep nothing of the sessions')
    .option(
      '--zone <zone>',
      'read faces only here: "left,top,right,bottom[,least height]", in shares of the frame',
      parseZone,
    )
    .option('--hours <hours>', 'opening hours: "10:00-18:00", "Tue-Sun 10:00-18:00; Thu 10:00-21:00"', parseOpening)
    .option(
      '--console [port]',
      `let paired devices of the venue's network use the console (port ${CONSOLE_PORT})`,
      parsePort,
    )
    .option('--seed <number>', "seed of the film's chances", parseSeed)
    .action(async (film: string | undefined, flags: PlayFlags) => {
      process.exitCode = await play(film, flags, app);
    });
}

async function play(asked: string | undefined, flags: PlayFlags, app: InstalledApp | null): Promise<number> {
  const places = findPlaces();
  const film = resolve(asked ?? join(places.films, 'weather'));
  const refused = app === null ? null : refusedInApp(flags);
  if (refused !== null) {
    tell(refused);
    return 2;
  }
  const choice = app === null ? await choose(flags) : IN_APP;
  tell(`host: ${choice.host}: ${choice.why}`);
  if (choice.host === 'none') return 1;
  const fallBack = fallBackOf(process.env);
  const camera = fallBack.hasCamera ? await chooseCamera(flags, places, tell) : nothingToRemove({ kind: 'none' });
  if ('refused' in camera) {
    tell(camera.refused);
    return 1;
  }
  if (camera.option.kind === 'device' || camera.option.kind === 'file') await prepareModels();
  // What the operator has set at the console goes before what the show was installed with.
  const keeping = await keepingOf(film, flags);
  const settings = await readSettings(keeping.keepFolder ?? null);
  const options: ShowOptions = {
    film,
    once: flags.once ?? false,
    kiosk: flags.kiosk ?? false,
    fit: flags.fit,
    textSize: flags.textSize,
    safeArea: flags.safeArea,
    speakers: flags.speakers,
    displays: flags.display,
    camera: withChosenDevice(camera.option, settings.camera),
    recogniser: fallBack.recogniser ?? settings.recogniser ?? flags.recogniser,
    tuning: flags.tuning,
    ...(flags.labels === undefined ? {} : { labels: resolve(flags.labels) }),
    budget: flags.budget,
    modelsFolder: ownModelsFolder(),
    pagesFolder: places.pages,
    ...keeping,
    // Null was chosen as well: everywhere.
    zone: settings.zone === undefined ? (flags.zone ?? null) : settings.zone,
    hours: flags.hours ?? null,
    pin: flags.kiosk === true ? await pinOf() : null,
    console: consoleOf(flags),
    openingOnly: fallBack.openingOnly,
    without: fallBack.without,
    seed: flags.seed ?? Date.now(),
  };
  try {
    if (app !== null) return await app.play(options);
    if (choice.host === 'electron') return await runInElectron(choice.path, places, options, tell);
    return await runInBrowser(
      {
        port: flags.port,
        browser: choice.stage === 'none' ? null : await findBrowser(),
        headless: choice.stage === 'headless',
        kiosk: options.kiosk,
        displays: options.displays,
        spare: flags.spare ?? options.kiosk,
        kept: keptBrowsers(),
        cameraFile: options.camera.kind === 'file' ? options.camera.file : null,
        perceptionScript: join(places.dist, 'perception-process.js'),
        width: 1280,
        height: 720,
      },
      options,
    );
  } finally {
    await camera.remove();
  }
}

/** A rehearsal of one session needs no console, unless it is asked for. */
function consoleOf({ console: asked, once }: PlayFlags): ShowOptions['console'] {
  if (asked !== undefined) return { port: asked === true ? CONSOLE_PORT : asked, isNetwork: true };
  return once === true ? undefined : { port: 0, isNetwork: false };
}

/** The operator's PIN; a disk that gives and takes none leaves the stage without a way in. */
async function pinOf(): Promise<string | null> {
  try {
    const { pin, file } = await operatorPin(keepingFolders().folder);
    tell(`operator: Ctrl+Alt+Shift+M, the PIN in ${file}, Enter`);
    return pin;
  } catch (error) {
    tell(`there is no PIN, so the stage has no way in: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/**
 * A single session is a rehearsal: it neither takes up an earlier show nor leaves a state for a later one. So is a show
 * beside a kiosk of the same film: what that one keeps is its own.
 */
async function keepingOf(
  film: string,
  { journal, once }: PlayFlags,
): Promise<Pick<ShowOptions, 'journalFolder' | 'stateFolder' | 'keepFolder'>> {
  const own = keepingFolders();
  const journalFolder = journal === false ? null : typeof journal === 'string' ? resolve(journal) : own.journal;
  if (once === true) return { journalFolder, stateFolder: null };
  const kiosk = isSupervised() ? null : await new Hold(own.state, await showOf(film)).otherHolder();
  if (kiosk === null) return { journalFolder, stateFolder: own.state, keepFolder: own.folder };
  tell(
    `a kiosk shows this film already (process ${kiosk}): this show leaves its state and settings alone, and keeps none`,
  );
  return { journalFolder, stateFolder: null };
}

/** Whether a kiosk's supervisor has begun this show. */
function isSupervised(): boolean {
  return process.env[FALL_BACK_VARIABLE] !== undefined;
}

async function choose(flags: PlayFlags): Promise<HostChoice> {
  const wishes = { asked: flags.host ?? null, headless: flags.headless ?? false, hasScreen: hasScreen() };
  // A fetch may last longer than a supervisor waits for a beat, and would be begun anew at each start: the kiosk has tried.
  const electron = !wantsElectron(wishes) ? null : isSupervised() ? electronFound() : await electronFetched(tell);
  return chooseHost({ ...wishes, electron, browser: (await findBrowser())?.path ?? null });
}

/** Converts the networks that are missing, in seconds, before the show begins. */
async function prepareModels(): Promise<void> {
  const { ensureModels } = await import('../../models/convert/ensure-models.ts');
  for (const model of ensureModels(ownModelsFolder())) {
    if (model.state === 'missing') tell(`${model.network}: ${model.reason}`);
  }
}

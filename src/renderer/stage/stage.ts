import type { MainToStage } from '../../protocol/messages.ts';
import { connect } from '../link/connect.ts';
import { Camera, type CameraWish } from '../camera/camera.ts';
import { CameraKeeper } from '../camera/camera-keeper.ts';
import { guardPage, keepScreenLit } from './kiosk-guard.ts';
import { Overlay } from './overlay.ts';
import { DrawnWatch } from './drawn-watch.ts';
import { PictureCount } from './picture-count.ts';
import { RateWatch } from './rate-watch.ts';
import { Sound } from './sound.ts';
import { hearStageKeys } from './stage-keys.ts';
import { Still, StillTaker } from './still.ts';
import { fitAsked, stagePlayer } from './stage-player.ts';
import { onStartPressed } from './start-key.ts';
import { onMidiNote } from './start-midi.ts';
import { onPadPressed } from './start-pad.ts';

/** The stage page: plays what it is cued, watches the room for main, and decides nothing. */

const stage = document.querySelector<HTMLElement>('#stage');
if (stage === null) throw new Error('the page has no stage');

const overlay = new Overlay(stage);
const still = new Still(stage);
let volume = 1;
let isDark = false;
let isGuarded = false;
let hearsPads = false;
/** Opening a camera takes the machine's breath for a moment: a page that comes to the stage shows the film first. */
let hasShown = false;
let cameraWish: CameraWish | null = null;
const PICTURE_FIRST_MS = 1500;
const cameras = new CameraKeeper(openCamera);

/** Opened behind the stage, to take its place; over with the first cue. */
let standsBy = window.location.hash === '#spare';

const link = connect((opened) => {
  const visible = document.visibilityState === 'visible';
  opened.send({ type: 'hello', stageNowMs: performance.now(), visible, ...(standsBy ? { standsBy } : {}) });
  const fact = cameras.state;
  if (fact !== null) opened.send(fact);
});

const stills = new StillTaker((clipId, picture) => link.send({ type: 'still', clipId, picture }));

const pictures = new PictureCount(() => stage.querySelectorAll('video'));
const rates = new RateWatch();
const drawn = new DrawnWatch(() => stage.querySelectorAll('video'));

const player = stagePlayer(window.location.search, {
  stage,
  sound: new Sound((fact) => link.send(fact)),
  tell: (fact) => {
    if (fact.type !== 'position') {
      link.send(fact);
      return;
    }
    const counted = pictures.take(fact.stageNowMs);
    const undrawn = drawn.look(fact.stageNowMs);
    link.send({
      ...fact,
      ...(counted === null ? {} : { pictures: { ...counted, rates: rates.now } }),
      ...(undrawn === 0 ? {} : { undrawnSeconds: undrawn }),
    });
  },
  onShown: (cue, element) => {
    stills.shown(cue.clip.clipId, element);
    rates.shown(element, performance.now());
    hasShown = true;
    // For screen readers and tests; visitors see none of it.
    document.documentElement.dataset.scene = cue.scene;
    document.documentElement.dataset.cue = String(cue.cueId);
  },
});

link.onMessage((message) => obey(message, stage));
hearStageKeys(
  () => overlay.hasCard,
  (fact) => link.send(fact),
);
const start = (): void => link.send({ type: 'startPressed' });
onStartPressed(start);
void onMidiNote(start);
keepScreenLit(document);

function obey(message: MainToStage, room: HTMLElement): void {
  switch (message.type) {
    case 'welcome':
      document.title = message.title;
      document.documentElement.lang = message.language;
      room.dataset.fit = fitAsked(window.location.search) ?? message.fit;
      player.usual(message);
      if (message.kiosk === true && !isGuarded) {
        isGuarded = true;
        guardPage(window);
      }
      stills.again();
      cameraWish = message.camera;
      if (hasShown) cameras.wish(cameraWish);
      else setTimeout(() => cameras.wish(cameraWish), PICTURE_FIRST_MS);
      return;
    case 'still':
      void still.show(message.url);
      return;
    case 'cue': {
      // Gamepads are looked at all the time by then: a page that stands by has no use for that.
      if (!hearsPads) onPadPressed(start);
      hearsPads = true;
      standsBy = false;
      player.cue(message);
      return;
    }
    case 'prepare': {
      player.prepare(message.clips);
      return;
    }
    case 'framesPerSecond':
      cameras.pace(message.value);
      return;
    case 'reopenCamera':
      cameras.reopen();
      return;
    case 'blackout':
      isDark = message.on;
      overlay.blackout(message.on, message.fadeMs);
      player.setVolume(message.on ? 0 : volume, message.fadeMs);
      return;
    case 'language':
      player.speak(message);
      return;
    case 'privacy':
      overlay.privacy(message);
      return;
    case 'card':
      overlay.card(message.lines);
      return;
    case 'volume': {
      volume = message.value;
      if (!isDark) player.setVolume(volume, message.fadeMs);
      return;
    }
  }
}

function openCamera(wish: CameraWish): Camera {
  const camera = new Camera(wish, link, (fact) => {
    link.send(fact);
    if (fact.state !== 'denied') void tellCameras();
  });
  navigator.mediaDevices.ondevicechange = () => void tellCameras();
  return camera;
}

/** Labels are told to a page that may use a camera. */
async function tellCameras(): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const labels = devices.filter(({ kind, label }) => kind === 'videoinput' && label !== '').map(({ label }) => label);
  link.send({ type: 'cameras', labels: labels.slice(0, 32).map((label) => label.slice(0, 300)) });
}

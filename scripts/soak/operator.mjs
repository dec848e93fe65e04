// The operator, as the soak plays one: opens the card at the stage with the PIN, pairs with the code that it shows, and speaks
// to the show over the console's own socket.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { openPage } from './page-view.mjs';
import { browsers, ofSoak } from './processes.mjs';
import { pause } from './watch-picture.mjs';

const ANSWER_MS = 5000;
/** The card comes up once main has judged the PIN. */
const CARD_TRIES = 20;
/** Ctrl, Alt and Shift in the DevTools protocol's words. */
const CHORD = 1 | 2 | 8;

/** Pairs anew, and opens a console. Rejects where the show does not answer, or has no console on the network. */
export async function openConsole({ scratch, keep, consolePort }) {
  const cookie = await pairedCookie(consolePort, await codeOf(scratch, readFileSync(join(keep, 'pin'), 'utf8').trim()));
  const origin = `http://127.0.0.1:${consolePort}`;
  const socket = new WebSocket(`ws://127.0.0.1:${consolePort}/link`, { headers: { cookie, origin } });
  let staging = null;
  let lastId = 0;
  socket.on('message', (data, isBinary) => {
    if (isBinary) return;
    const message = JSON.parse(data);
    if (message.type === 'staging') staging = message;
  });
  await new Promise((done, failed) => socket.once('open', done).once('error', failed).once('close', failed));
  socket.on('error', () => undefined);
  return {
    socket,
    staging: () => staging,
    say: (command) => {
      lastId += 1;
      socket.send(JSON.stringify({ type: 'command', id: lastId, command }));
    },
    close: () => socket.terminate(),
  };
}

async function codeOf(scratch, pin) {
  const page = caller(await openPage(browsers(ofSoak(scratch))[0]));
  try {
    const press = async (key) => {
      for (const type of ['keyDown', 'keyUp']) await page.call('Input.dispatchKeyEvent', { type, ...key });
    };
    await press({ key: 'M', code: 'KeyM', modifiers: CHORD });
    for (const digit of pin) await press({ key: digit, code: `Digit${digit}` });
    await press({ key: 'Enter', code: 'Enter' });
    for (let tries = 0; tries < CARD_TRIES; tries += 1) {
      const expression = "document.querySelector('.overlay.card').textContent";
      const { result } = await page.call('Runtime.evaluate', { expression, returnByValue: true });
      const code = /\b(\d{6})\b/.exec(result.value)?.[1];
      if (code !== undefined) return code;
      await pause(100);
    }
    throw new Error('the card shows no code');
  } finally {
    page.close();
  }
}

async function pairedCookie(port, secret) {
  const origin = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${origin}/pair`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (answer.status !== 204) throw new Error(`not paired: ${answer.status} ${await answer.text()}`);
  return answer.headers.get('set-cookie').split(';')[0];
}

/** Commands of the DevTools protocol with their answers. */
function caller(socket) {
  const waiting = new Map();
  let lastId = 1e6;
  const gone = () => {
    for (const { failed } of waiting.values()) failed(new Error('the page is gone'));
    waiting.clear();
  };
  socket.on('close', gone).on('error', gone);
  socket.on('message', (text) => {
    const { id, result, error } = JSON.parse(text);
    waiting.get(id)?.[error === undefined ? 'done' : 'failed'](result ?? new Error(error.message));
    waiting.delete(id);
  });
  return {
    close: () => socket.terminate(),
    call: (method, params) =>
      new Promise((done, failed) => {
        lastId += 1;
        waiting.set(lastId, { done, failed });
        setTimeout(() => failed(new Error('no answer')), ANSWER_MS).unref();
        socket.send(JSON.stringify({ id: lastId, method, params }));
      }),
  };
}

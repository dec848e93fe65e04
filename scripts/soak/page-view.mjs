// One browser's page as a stream of small pictures, each with the moment at which the browser itself captured it: asked over
// a DevTools port that the soak's own wrapper of the browser opens. Nothing of the page is touched or drawn anew for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { WebSocket } from 'ws';
import { profileOf } from './processes.mjs';

/** A browser that is starting has no page yet; one that hangs answers nothing. */
const RETRY_MS = 200;
const ANSWER_MS = 3000;
/**
 * A picture is asked for so long after the one before it: what is measured is no finer than this. Each costs the show's machine a
 * drawing and an encoding.
 */
const SAMPLE_MS = 200;
/** Nothing changed for so long, or the page has become another process: the picture is asked for anew. */
const SILENT_MS = 1000;
const SIZE = { maxWidth: 160, maxHeight: 90 };

/**
 * Follows a browser until `close`. `onPicture` gets each picture: `{atMs, pixels}`, in milliseconds since 1970 and as bytes of
 * brightness; `onLost` is told when what was seen is gone (the page crashed).
 */
export function viewPage(browser, { onPicture, onLost }) {
  let socket = null;
  let isClosed = false;
  const connect = async () => {
    while (!isClosed) {
      try {
        socket = await openPage(browser);
        await follow(socket, { onPicture, onLost });
      } catch {
        // It is starting, gone, or hangs: that is what is measured.
      }
      socket?.terminate();
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  };
  void connect();
  return {
    close: () => {
      isClosed = true;
      socket?.terminate();
    },
  };
}

/** Resolves when the connection is over. */
function follow(socket, { onPicture, onLost }) {
  let lastId = 0;
  const say = (method, params = {}) => {
    lastId += 1;
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ id: lastId, method, params }));
  };
  let lastAtMs = performance.now();
  const start = () => {
    lastAtMs = performance.now();
    say('Page.stopScreencast');
    say('Page.startScreencast', { format: 'jpeg', quality: 70, ...SIZE });
  };
  const timer = setInterval(() => {
    if (performance.now() - lastAtMs > SILENT_MS) start();
  }, SAMPLE_MS);
  socket.on('message', (text) => {
    const { method, params } = JSON.parse(text);
    if (method === 'Inspector.targetCrashed') onLost();
    if (method !== 'Page.screencastFrame') return;
    lastAtMs = performance.now();
    setTimeout(() => say('Page.screencastFrameAck', { sessionId: params.sessionId }), SAMPLE_MS);
    void sharp(Buffer.from(params.data, 'base64'))
      .greyscale()
      .raw()
      .toBuffer()
      .then((pixels) => onPicture({ atMs: params.metadata.timestamp * 1000, pixels }));
  });
  say('Page.enable');
  start();
  return new Promise((done) => socket.on('close', done).on('error', done)).finally(() => clearInterval(timer));
}

/** A connection to a browser's page. Rejects where it has none, or does not answer. */
export async function openPage(browser) {
  const [port] = readFileSync(join(profileOf(browser), 'DevToolsActivePort'), 'utf8').split('\n');
  const pages = await (await fetch(`http://127.0.0.1:${port}/json`, { signal: AbortSignal.timeout(ANSWER_MS) })).json();
  const { webSocketDebuggerUrl } = pages.find(({ type }) => type === 'page');
  const socket = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false, handshakeTimeout: ANSWER_MS });
  await new Promise((done, failed) => socket.once('open', done).once('error', failed));
  return socket;
}

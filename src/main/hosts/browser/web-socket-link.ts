import type { RawData, WebSocket } from 'ws';
import { decodeFrame } from '../../../protocol/frame-codec.ts';
import { stageToMainSchema, type StageToMain } from '../../../protocol/messages.ts';
import { parseText } from '../../../protocol/parse-message.ts';
import type { StageLink } from '../host.ts';

/** A page sends 30 frames and some 10 facts a second; more than this for a whole second is no page of ours. */
const MOST_MESSAGES_A_SECOND = 300;
/** Close codes of RFC 6455: 1003 what cannot be understood, 1008 against the rules. */
const POLICY = 1008;
const NORMAL = 1000;

/**
 * Main's end of a WebSocket to a stage page. What does not parse is told to `onRefused` and goes no further; a page that
 * floods is cut off. Nothing that a page sends can throw here.
 */
export function webSocketLink(
  socket: WebSocket,
  onRefused: (reason: string) => void,
  nowMs: () => number = () => performance.now(),
): StageLink {
  const messages: ((message: StageToMain) => void)[] = [];
  const frames: ((bytes: Uint8Array) => void)[] = [];
  let secondBegan = nowMs();
  let inThisSecond = 0;

  const floods = (): boolean => {
    if (nowMs() - secondBegan >= 1000) {
      secondBegan = nowMs();
      inThisSecond = 0;
    }
    inThisSecond += 1;
    return inThisSecond > MOST_MESSAGES_A_SECOND;
  };

  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    if (floods()) {
      onRefused(`more than ${MOST_MESSAGES_A_SECOND} messages in a second; the page is cut off`);
      socket.close(POLICY, 'too many messages');
      return;
    }
    if (isBinary) {
      const bytes = bytesOf(data);
      const frame = decodeFrame(bytes);
      if ('refused' in frame) onRefused(frame.refused);
      else for (const listener of frames) listener(bytes);
    } else {
      const parsed = parseText(stageToMainSchema, new TextDecoder().decode(bytesOf(data)));
      if (!parsed.ok) onRefused(parsed.reason);
      else for (const listener of messages) listener(parsed.value);
    }
  });
  socket.on('error', (error) => onRefused(error.message));

  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => void messages.push(listener),
    onFrame: (listener) => void frames.push(listener),
    sendFrame: () => undefined,
    pendingBytes: () => socket.bufferedAmount,
    onClosed: (listener) => void socket.once('close', listener),
    close: () => socket.close(NORMAL),
  };
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

import { MessageChannelMain, ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import { BRIDGE_CHANNELS } from '../../../protocol/bridge.ts';
import { decodeFrame } from '../../../protocol/frame-codec.ts';
import { stageToMainSchema, type StageToMain } from '../../../protocol/messages.ts';
import { parseWith } from '../../../protocol/parse-message.ts';
import type { StageLink } from '../host.ts';
import { isOurs } from './window-policy.ts';

/**
 * Main's end of the bridge to a stage page: messages over IPC, frames over a MessagePort. Only the page's own main frame
 * at our own address is listened to, and what it sends is parsed like anything else from outside.
 */
export function electronLink(contents: WebContents, onRefused: (reason: string) => void): StageLink {
  const messages: ((message: StageToMain) => void)[] = [];
  const frames: ((bytes: Uint8Array) => void)[] = [];
  const closed: (() => void)[] = [];
  let isOpen = true;

  const receive = (event: IpcMainEvent, message: unknown): void => {
    if (event.sender !== contents) return;
    if (event.senderFrame !== contents.mainFrame || !isOurs(event.senderFrame.url)) {
      onRefused('a message from a frame that is not ours');
      return;
    }
    const parsed = parseWith(stageToMainSchema, message);
    if (!parsed.ok) onRefused(parsed.reason);
    else for (const listener of messages) listener(parsed.value);
  };
  ipcMain.on(BRIDGE_CHANNELS.toMain, receive);

  const { port1, port2 } = new MessageChannelMain();
  port1.on('message', ({ data }) => {
    const bytes: unknown = data;
    if (!(bytes instanceof Uint8Array)) {
      onRefused('a frame that is not bytes');
      return;
    }
    // The page may send the next one: what it counts as pending is what it has not heard of yet.
    port1.postMessage(bytes.length);
    const frame = decodeFrame(bytes);
    if ('refused' in frame) onRefused(frame.refused);
    else for (const listener of frames) listener(bytes);
  });
  port1.start();
  // After `ipcMain.on` above: the page holds what it says until this has come.
  contents.postMessage(BRIDGE_CHANNELS.frames, null, [port2]);

  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    ipcMain.off(BRIDGE_CHANNELS.toMain, receive);
    port1.close();
    for (const listener of closed) listener();
  };
  contents.once('destroyed', close);
  contents.once('render-process-gone', close);
  contents.once('did-start-loading', close);

  return {
    send: (message) => {
      if (isOpen && !contents.isDestroyed()) contents.send(BRIDGE_CHANNELS.toPage, message);
    },
    onMessage: (listener) => void messages.push(listener),
    onFrame: (listener) => void frames.push(listener),
    sendFrame: () => undefined,
    pendingBytes: () => 0,
    onClosed: (listener) => void closed.push(listener),
    close,
  };
}

import { describe, expect, it } from 'vitest';
import { enterStage } from '../../../../src/main/hosts/browser/enter-stage.ts';

function browser(answers: Record<string, readonly Record<string, unknown>[]>) {
  const asked: string[] = [];
  const left = new Map(Object.entries(answers).map(([method, all]) => [method, [...all]]));
  return {
    asked,
    call: async (method: string, params: object = {}, sessionId?: string) => {
      asked.push([method, JSON.stringify(params), sessionId ?? ''].join(' ').trim());
      return left.get(method)?.shift() ?? {};
    },
  };
}

describe('the token of the launch', () => {
  it('reaches the page over the pipe, once there is a page', async () => {
    const pipe = browser({
      'Target.getTargets': [{ targetInfos: [] }, { targetInfos: [{ type: 'page', targetId: 'a' }] }],
      'Target.attachToTarget': [{ sessionId: 's' }],
    });
    await enterStage(pipe, 'http://127.0.0.1:1/?token=t');
    expect(pipe.asked.slice(2)).toEqual([
      'Target.attachToTarget {"targetId":"a","flatten":true}',
      'Page.navigate {"url":"http://127.0.0.1:1/?token=t"} s',
      'Target.detachFromTarget {"sessionId":"s"}',
    ]);
  });

  it('is said to have failed where the page cannot be loaded', async () => {
    const pipe = browser({
      'Target.getTargets': [{ targetInfos: [{ type: 'page', targetId: 'a' }] }],
      'Target.attachToTarget': [{ sessionId: 's' }],
      'Page.navigate': [{ errorText: 'net::ERR_CONNECTION_REFUSED' }],
    });
    await expect(enterStage(pipe, 'http://127.0.0.1:1/')).rejects.toThrow('ERR_CONNECTION_REFUSED');
  });
});

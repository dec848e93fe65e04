import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { addStatusRoutes, metricsText, type ShowStatus } from '../../../../src/main/web/show-status.ts';

const status: ShowStatus = {
  scene: 'a "quoted"\nscene\\',
  isInSession: true,
  hasPage: true,
  isPaused: false,
  isClosed: false,
  without: 'nothing',
  missingCamera: null,
  sessions: 7,
  readings: 1234,
  picturesPerSecond: 23.5,
  picturesDropped: 12,
  rates: { film: 25, screen: 59.94 },
  faults: { 'camera-lost': 2, 'clip-failed': 1 },
  uptimeSeconds: 3600.5,
  memoryBytes: 123_456_789,
};

describe('/metrics', () => {
  it("is Prometheus' text format, line for line, whatever a scene is called", () => {
    const lines = metricsText(status).trimEnd().split('\n');
    const sample = /^[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"\})? -?\d+(\.\d+)?$/;
    expect(lines.filter((line) => !line.startsWith('# ') && !sample.test(line))).toEqual([]);
    expect(lines).toContain('mien_faults_total{code="camera-lost"} 2');
    expect(lines).toContain('mien_scene{name="a \\"quoted\\"\\nscene\\\\"} 1');
    expect(lines).toContain('# TYPE mien_sessions_total counter');
  });

  it('counts the pictures of the film, and says nothing of their pace while none runs', () => {
    const lines = metricsText(status).split('\n');
    expect(lines).toContain('mien_pictures_per_second 23.5');
    expect(lines).toContain('mien_pictures_dropped_total 12');
    expect(lines).toContain('mien_film_hertz 25');
    expect(lines).toContain('mien_screen_hertz 59.94');
    const still = metricsText({ ...status, picturesPerSecond: null }).split('\n');
    expect(still.filter((line) => line.startsWith('mien_pictures_per_second'))).toEqual([]);
  });

  it('says how much a show that kept failing does without', () => {
    const lines = metricsText({ ...status, without: 'camera' }).split('\n');
    expect(lines).toContain('mien_fall_back_step 2');
    expect(lines.find((line) => line.startsWith('# HELP mien_fall_back_step'))).toContain(
      '0 nothing, 1 recogniser, 2 camera, 3 visits',
    );
  });
});

describe('/health', () => {
  it.each([
    [true, 200],
    [false, 503],
  ])('with a page on the stage %s: status %d', async (hasPage, wanted) => {
    const pages = new Hono();
    addStatusRoutes(pages, () => ({ ...status, hasPage }));
    const answer = await pages.request('/health');
    expect(answer.status).toBe(wanted);
    expect(await answer.json()).toMatchObject({ ok: hasPage, sessions: 7 });
    expect((await pages.request('/metrics')).headers.get('content-type')).toContain('version=0.0.4');
  });
});

// What a soak cost: sums the journal and the samples up, and holds them to the goals.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Goals of the issue of unattended shows. */
const LONGEST_STILL_MS = 2000;
const GROWTH_AN_HOUR = 0.01;
/** A life of the show shorter than this says nothing about a slope an hour. */
const JUDGED_FROM_MS = 20 * 60_000;
/**
 * What is left out of a life before it is judged: by then each kind of fault has come about twice, and has cost what its first
 * time costs for good (code that was not compiled, a thread's arena for the film that is checked). A shorter life is
 * told without its first minute, and not judged.
 */
const WARM_UP_MS = 10 * 60_000;
const SHORT_WARM_UP_MS = 60_000;
/** Sockets and files come and go; more than this at the end than at the start is a leak. */
const MOST_HANDLES_MORE = 8;

/** @param folder of the journal, @param log what the show said. */
export function sum(folder, log) {
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
  const parsed = lines.map((line) => {
    try {
      return JSON.parse(line);
    } catch {
      return null;
    }
  });
  const of = (type) => parsed.filter((line) => line?.type === type);
  const sessions = of('session');
  const faults = {};
  for (const { code } of of('fault')) faults[code] = (faults[code] ?? 0) + 1;
  const names = new Set(sessions.map(({ session }) => session));
  const key = (session, { scene, to, atSeconds }) => JSON.stringify([session, scene, to, atSeconds]);
  const asTaken = new Set(of('decision').map((line) => key(line.session, line)));
  const ofSessions = new Set(sessions.flatMap((line) => line.decisions.map((decision) => key(line.session, decision))));
  const ofWhole = [...asTaken].filter((taken) => names.has(JSON.parse(taken)[0]));
  const lost = [
    ...ofWhole.filter((taken) => !ofSessions.has(taken)),
    ...[...ofSessions].filter((one) => !asTaken.has(one)),
  ];
  return {
    sessions: names.size,
    sessionsLost: Math.max(0, [...log.matchAll(/-- the session /g)].length - sessions.length),
    decisions: asTaken.size,
    decisionsLost: lost.length,
    tornLines: parsed.filter((line) => line === null).length,
    faults,
  };
}

/** Memory and handles of the show's process, and handles of its supervisor, over the longest life of each. */
export function samplesOf(samples) {
  const lives = livesOf(samples, ({ pid }) => pid);
  const [longest = []] = lives;
  const [longestOfSupervisor = []] = livesOf(samples, ({ supervisor }) => supervisor);
  const memoryIsJudged = spanMs(longest) >= JUDGED_FROM_MS;
  const warmUpMs = memoryIsJudged ? WARM_UP_MS : SHORT_WARM_UP_MS;
  const steady = longest.filter(({ atMs }) => atMs - longest[0].atMs > warmUpMs);
  const { growth, error } = steady.length < 360 ? { growth: null, error: null } : slope(steady);
  return {
    lives: lives.length,
    longestLifeS: Math.round(spanMs(longest) / 1000),
    memoryIsJudged,
    memoryGrowthPerHour: growth,
    memoryGrowthError: error,
    memoryMb: leastOfMinutes(longest).map(({ bytes }) => Math.round(bytes / 1e6)),
    handlesMore: more(steady, ({ handles }) => handles),
    supervisorHandlesMore: more(longestOfSupervisor.slice(60), ({ supervisorHandles }) => supervisorHandles),
  };
}

/** The samples of each process, the longest life first. */
function livesOf(samples, of) {
  const lives = new Map();
  for (const sample of samples) lives.set(of(sample), [...(lives.get(of(sample)) ?? []), sample]);
  return [...lives.values()].sort((a, b) => b.length - a.length);
}

const spanMs = (samples) => (samples.length < 2 ? 0 : samples.at(-1).atMs - samples[0].atMs);

/**
 * Growth an hour as a share of the mean, by least squares through the least of each minute (what was collected as garbage is not
 * grown), and the standard error of that.
 */
function slope(samples) {
  const points = leastOfMinutes(samples).map(({ minute, bytes }) => ({ hours: minute / 60, bytes }));
  const mean = (of) => points.reduce((total, point) => total + of(point), 0) / points.length;
  const [x, y] = [mean(({ hours }) => hours), mean(({ bytes }) => bytes)];
  const spread = mean(({ hours }) => (hours - x) ** 2);
  const steep = mean(({ hours, bytes }) => (hours - x) * (bytes - y)) / spread;
  const rest = mean(({ hours, bytes }) => (bytes - y - steep * (hours - x)) ** 2);
  const error = Math.sqrt(rest / spread / Math.max(1, points.length - 2));
  return { growth: Number((steep / y).toFixed(4)), error: Number((error / y).toFixed(4)) };
}

function leastOfMinutes(samples) {
  const minutes = new Map();
  for (const { atMs, bytes } of samples) {
    const minute = Math.floor(atMs / 60_000);
    minutes.set(minute, Math.min(minutes.get(minute) ?? Infinity, bytes));
  }
  return [...minutes].map(([minute, bytes]) => ({ minute, bytes }));
}

/** How many more of something there are in the last quarter of the samples than in the first, at the least. */
function more(samples, of) {
  const quarter = Math.floor(samples.length / 4);
  if (quarter < 4) return null;
  const least = (part) => Math.min(...part.map(of));
  return least(samples.slice(-quarter)) - least(samples.slice(0, quarter));
}

/** @param judgesTimes else they are only told. @returns a line for each goal that was missed. */
export function judge(report, judgesTimes) {
  const short = [];
  const goal = (isMet, line) => void (isMet || short.push(line));
  goal(report.endsInTime, 'the show did not end within 20 s');
  goal(report.pictures > 0, 'no picture was ever seen');
  goal(report.sessionsLost === 0, `${report.sessionsLost} finished sessions are not in the journal`);
  goal(report.decisionsLost === 0, `${report.decisionsLost} decisions of finished sessions are lost`);
  goal(report.processesLeft.length === 0, `processes left: ${report.processesLeft.join(', ')}`);
  goal(report.profilesLeft.length === 0, `profiles left: ${report.profilesLeft.join(', ')}`);
  for (const name of ['handlesMore', 'supervisorHandlesMore'])
    goal((report[name] ?? 0) <= MOST_HANDLES_MORE, `${name}: ${report[name]}`);
  if (!judgesTimes) return short;
  goal(report.darkMs === 0, `${report.darkMs} ms without a picture, or with a black one`);
  goal(report.longestStillMs <= LONGEST_STILL_MS, `${report.longestStillMs} ms without a moving picture (goal: 2000)`);
  // What cannot be told from chance is not called a growth; the report says how far chance goes.
  const grows = report.memoryGrowthPerHour - 2 * report.memoryGrowthError > GROWTH_AN_HOUR;
  goal(!report.memoryIsJudged || !grows, `memory grows ${report.memoryGrowthPerHour} an hour`);
  return short;
}

/**
 * Property tests draw the same cases on every run, so that a red build means a change and not a throw of the dice.
 * `MIEN_SEED=random` draws new ones each time, `MIEN_SEED=7` others that can be had again; a failure prints its seed.
 */
import fc from 'fast-check';

const asked = process.env.MIEN_SEED ?? '1';
if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });

import { z } from 'zod';

const hertz = z.number().positive().max(1000);

/** Pictures a second: of the film that plays, and of the screen it plays on. */
export const ratesSchema = z.strictObject({ film: hertz, screen: hertz });
export type Rates = z.infer<typeof ratesSchema>;

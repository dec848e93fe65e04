import { z } from 'zod';

/**
 * What the outputs of an EmoPy network mean: the path of its label map, absolute, in place of the one beside the network;
 * or emotions in the order of the outputs, for where there is none.
 */
export const labelsSchema = z.union([z.string().min(1), z.array(z.string()).readonly()]);
export type NetworkLabels = z.infer<typeof labelsSchema>;

import type { Box } from '../protocol/reading.ts';
import type { Region } from './shrink.ts';

/**
 * Where to look for faces. The detector sees the whole frame in 256 pixels, where a face four metres away is eight of
 * them; a tile of the frame brings it back to twenty. All tiles at once cost six times a frame, so a camera's frames
 * look at the whole, at the tiles where far faces were just now, and at one further tile in turn.
 */
export interface SearchState {
  readonly turn: number;
  /** Boxes of the faces that the last frame found and that are too small to be found without a tile. */
  readonly far: readonly Box[];
  /** Whether the last frame held a face at all. */
  readonly hadFace: boolean;
}

export const NEW_SEARCH: SearchState = { turn: 0, far: [], hadFace: false };

/** Side of a tile in shorter sides of the frame: two rows that overlap by a fifth. */
const TILE_SIDE = 0.5625;
/** Tiles for stills, one step finer. */
const FINE_SIDE = 0.3;
const TILE_OVERLAP = 0.2;
/** A finer tile is not worth it where it would have to be enlarged. */
const LEAST_TILE = 200;
/** Tiles a frame for far faces that are known. */
const MOST_REVISITS = 2;
/** With a face in view the search for further, farther ones may take its time: a tile every sixth frame. */
const EASE = 6;
/** Faces under this many pixels of the detector's input are better looked at in a tile (measured, see the docs). */
const FAR_PIXELS = 20;
const DETECTOR_PIXELS = 256;

export function wholeOf(width: number, height: number): Region {
  return { x: 0, y: 0, width, height };
}

/** Where tiles begin along one axis: as few as overlap enough, spread evenly. */
function starts(length: number, side: number): readonly number[] {
  if (length <= side) return [0];
  const count = Math.ceil((length - side) / (side * (1 - TILE_OVERLAP))) + 1;
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - side)) / (count - 1)));
}

/** Square tiles over a frame, row by row. None where the frame is so small that they would have to be enlarged. */
export function tilesOf(width: number, height: number, share: number = TILE_SIDE): readonly Region[] {
  const side = Math.round(Math.min(width, height) * share);
  if (side < LEAST_TILE) return [];
  return starts(height, side).flatMap((y) => starts(width, side).map((x) => ({ x, y, width: side, height: side })));
}

/** Everything that a still picture is searched in. */
export function thoroughPlan(width: number, height: number): readonly Region[] {
  return [wholeOf(width, height), ...tilesOf(width, height), ...tilesOf(width, height, FINE_SIDE)];
}

/** A tile around some point that stays inside the frame. */
function tileAround(box: Box, width: number, height: number): Region {
  const side = Math.min(width, height, Math.max(LEAST_TILE, Math.round(Math.min(width, height) * TILE_SIDE)));
  const place = (centre: number, length: number): number =>
    Math.max(0, Math.min(length - side, Math.round(centre - side / 2)));
  return { x: place(box[0] + box[2] / 2, width), y: place(box[1] + box[3] / 2, height), width: side, height: side };
}

function holds(region: Region, box: Box): boolean {
  return (
    box[0] >= region.x &&
    box[1] >= region.y &&
    box[0] + box[2] <= region.x + region.width &&
    box[1] + box[3] <= region.y + region.height
  );
}

/** The regions that the next frame of a camera is searched in. */
export function quickPlan(state: SearchState, width: number, height: number): readonly Region[] {
  const regions = [wholeOf(width, height)];
  const far = [...state.far];
  // Where there are more far faces than tiles, each frame begins with another one of them.
  for (let turn = state.turn % Math.max(1, far.length); turn > 0; turn -= 1) far.push(...far.splice(0, 1));
  for (const box of far) {
    if (regions.length > MOST_REVISITS) break;
    if (!regions.slice(1).some((region) => holds(region, box))) regions.push(tileAround(box, width, height));
  }
  const tiles = tilesOf(width, height);
  const pace = state.hadFace ? EASE : 1;
  const tile = state.turn % pace === 0 ? tiles[Math.floor(state.turn / pace) % Math.max(1, tiles.length)] : undefined;
  return tile === undefined ? regions : [...regions, tile];
}

/** Whether a face is so small in the frame that the detector is likely to miss it without a tile. */
export function isFar(box: Box, width: number, height: number): boolean {
  return Math.max(box[2], box[3]) < (FAR_PIXELS * Math.max(width, height)) / DETECTOR_PIXELS;
}

/** What the next frame has to know of the faces that this one held. */
export function afterSearch(state: SearchState, faces: readonly Box[], width: number, height: number): SearchState {
  return {
    turn: state.turn + 1,
    far: faces.filter((box) => isFar(box, width, height)),
    hadFace: faces.length > 0,
  };
}

/** Whether a find lies across an inner edge of the region that it was found in: cut off there, seen whole elsewhere. */
export function isCutOff(region: Region, box: Box, width: number, height: number): boolean {
  const margin = region.width * 0.01;
  return (
    (region.x > 0 && box[0] < region.x + margin) ||
    (region.y > 0 && box[1] < region.y + margin) ||
    (region.x + region.width < width && box[0] + box[2] > region.x + region.width - margin) ||
    (region.y + region.height < height && box[1] + box[3] > region.y + region.height - margin)
  );
}

/** The tuning numbers of following faces, in one place. Times in milliseconds, lengths in shares of a face's size. */

/** A face counts as a viewer once it has been followed this long: a detector's ghost lasts a frame or two. */
export const CONFIRM_MS = 400;

/** A viewer is still there while it was seen at most this long ago: missed detections, blinks, a hand over the face. */
export const PRESENT_MS = 1000;

/** A viewer who is gone keeps the id this long: leaving and returning within 2 s is the same visit. */
export const RETURN_MS = 2000;

/** Without any reading for this long the machine is blind: what it knew of the room no longer holds. */
export const BLIND_MS = 2000;

/** The longest window that a film may ask for (ten minutes); older samples are forgotten. */
export const KEEP_MS = 600_000;

/** So far back samples are kept as they came; older ones are merged into seconds. */
export const RECENT_MS = 60_000;
export const PAST_BUCKET_MS = 1000;

/** So many faces are remembered at most, those seen last: more than a frame can show at a legible size. */
export const MOST_VIEWERS = 48;

/** Samples closer together than this are merged into one, so that a window's memory does not grow with the frame rate. */
export const BUCKET_MS = 50;

/** A reading speaks for the time around it, at most this far to either side: half of a gap of 1 s is bridged. */
export const REACH_MS = 500;

/** A capture time is trusted only this far behind main's clock; an older one is moved up to it. */
export const STALE_MS = 3000;

/** A clock that goes back by more than this has jumped; less is a reading out of order. */
export const JUMP_MS = 1000;

/** A file is there for now when so much of it has come beyond where its picture is, or up to so much before its end. */
const ENOUGH_SECONDS = 0.3;

/** Whether as much of an element's file has come as its picture needs for now; nothing is known of it before its length is. */
export function hasFileCome({
  buffered,
  currentTime,
  duration,
  error,
}: Pick<HTMLMediaElement, 'buffered' | 'currentTime' | 'duration' | 'error'>): boolean {
  if (error !== null) return false;
  const wanted = Math.min(currentTime + ENOUGH_SECONDS, duration - ENOUGH_SECONDS);
  for (let index = 0; index < buffered.length; index++) {
    if (buffered.start(index) <= currentTime && buffered.end(index) >= wanted) return true;
  }
  return false;
}

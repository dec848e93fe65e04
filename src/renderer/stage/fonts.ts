import '@fontsource-variable/jost/wght.css';

/** The typeface that ships: thin, even strokes, Latin and Cyrillic (SIL Open Font License). Other scripts fall to the system's. */
export const TYPEFACE = '"Jost Variable", system-ui, sans-serif';

/** Settled once text can be drawn in it on a canvas; also where it cannot be had. */
export const textFont: Promise<unknown> = Promise.allSettled(
  ['Aa', 'Яя'].map((letters) => document.fonts.load(`300 40px ${TYPEFACE}`, letters)),
);

/** No window, no dialog (alert, confirm, print), no download, no form, whatever a page asks for. */
const STAGE_ROOM = ['sandbox allow-scripts allow-same-origin'];

/**
 * Headers of every answer, in both hosts. A page may load its own files and talk to its own origin, and nothing else: a
 * film is data, and nothing in it can run code or reach the network.
 * @param room what else the policy says: the stage's, where left out.
 */
export function securityHeaders(
  origin: string,
  room: readonly string[] = STAGE_ROOM,
): Readonly<Record<string, string>> {
  // 'self' covers ws: of the same host only in newer engines, so the socket's address is named too.
  const socket = origin.startsWith('http') ? ` ${origin.replace(/^http/, 'ws')}` : '';
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "font-src 'self'",
      "media-src 'self'",
      "worker-src 'self'",
      `connect-src 'self'${socket}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "object-src 'none'",
      ...room,
    ].join('; '),
    'Permissions-Policy':
      'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), bluetooth=(), payment=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}

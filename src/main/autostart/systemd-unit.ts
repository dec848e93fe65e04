import { join } from 'node:path/posix';
import type { Autostart, AutostartOrder, AutostartPlace } from './autostart.ts';

const NAME = 'mien.service';
/** A desktop that systemd manages reaches it at login; others (systemd.special(7)) know nothing of it. */
const SESSION = 'graphical-session.target';
/** What another desktop is to run: it has the screen's names, which systemd has not been told of. */
const START = `systemctl --user import-environment DISPLAY WAYLAND_DISPLAY XAUTHORITY; systemctl --user start ${NAME}`;

/** A user unit of systemd: begins with the graphical session, comes back unless it ended in order (systemd.service(5)). */
export function systemdUnit({ program, args, folder: from, env }: AutostartOrder, place: AutostartPlace): Autostart {
  const folder = join(place.env.XDG_CONFIG_HOME ?? join(place.home, '.config'), 'systemd', 'user');
  const text = [
    '[Unit]',
    'Description=Mien: a film that reads the room',
    `PartOf=${SESSION}`,
    `After=${SESSION}`,
    // However often it fails, it is started again.
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `ExecStart=${[program, ...args].map(word).join(' ')}`,
    // Taken as it stands, with no quotes; the show begins all the same where it is gone.
    `WorkingDirectory=-${from.replaceAll('%', '%%')}`,
    ...Object.entries(env).map(([name, value]) => `Environment=${word(`${name}=${value}`)}`),
    // The operator's E ends it (status 0) until the next login.
    'Restart=on-failure',
    'RestartSec=5',
    // Longer than a show that hangs is given (patience.ts): nobody else ends that one.
    'TimeoutStopSec=40',
    // One that dies leaves its browsers to the next; one that is told to end, ends them itself (systemd.kill(5), decision 010).
    'KillMode=process',
    // A page that is ended for its memory is the show's to replace, and no reason to stop all.
    'OOMPolicy=continue',
    // A core dump of a process that has just read a frame would hold a face.
    'LimitCORE=0',
    '',
    '[Install]',
    `WantedBy=${SESSION}`,
    '',
  ].join('\n');
  const systemctl = ['systemctl', '--user'];
  return {
    what: 'a user unit of systemd',
    file: join(folder, NAME),
    text,
    encoding: 'utf8',
    enable: [
      [...systemctl, 'daemon-reload'],
      [...systemctl, 'enable', NAME],
    ],
    disable: [
      [...systemctl, 'disable', NAME],
      [...systemctl, 'daemon-reload'],
    ],
    reached: {
      ask: [...systemctl, 'is-active', SESSION],
      orElse:
        `${SESSION} is not active now. Where somebody is logged in to the desktop, it is one that systemd does not manage, ` +
        `and a login begins nothing: let the desktop's own autostart run sh -c "${START}"`,
    },
  };
}

/** Quoted as systemd reads it: C escapes, `%` and `$` doubled (systemd.syntax(7), "Specifiers" and "Command lines"). */
function word(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$');
  return `"${escaped}"`;
}

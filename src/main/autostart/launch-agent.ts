import { join } from 'node:path/posix';
import { escapeText } from '../journal/escape-text.ts';
import type { Autostart, AutostartOrder, AutostartPlace } from './autostart.ts';

const LABEL = 'org.mien.kiosk';

/** A launch agent of macOS: begins with the login of the account, comes back unless it ended in order (launchd.plist(5)). */
export function launchAgent({ program, args, folder, env }: AutostartOrder, place: AutostartPlace): Autostart {
  const file = join(place.home, 'Library', 'LaunchAgents', `${LABEL}.plist`);
  const string = (text: string): string => `<string>${escapeText(text)}</string>`;
  const variables = Object.entries(env).map(([name, value]) => `<key>${escapeText(name)}</key>${string(value)}`);
  // A core dump of a process that has just read a frame would hold a face.
  const noCore = '<dict><key>Core</key><integer>0</integer></dict>';
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>${string(LABEL)}
  <key>ProgramArguments</key>
  <array>${[program, ...args].map(string).join('')}</array>
  <key>WorkingDirectory</key>${string(folder)}
  <key>EnvironmentVariables</key><dict>${variables.join('')}</dict>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ThrottleInterval</key><integer>5</integer>
  <key>HardResourceLimits</key>${noCore}
  <key>SoftResourceLimits</key>${noCore}
  <key>ProcessType</key><string>Interactive</string>
  <key>LimitLoadToSessionType</key><string>Aqua</string>
</dict>
</plist>
`;
  const domain = `gui/${place.uid}`;
  return {
    what: 'a launch agent',
    file,
    text,
    encoding: 'utf8',
    enable: [['launchctl', 'bootstrap', domain, file]],
    disable: [['launchctl', 'bootout', `${domain}/${LABEL}`]],
  };
}

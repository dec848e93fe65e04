import { join } from 'node:path/win32';
import { escapeText } from '../journal/escape-text.ts';
import type { Autostart, AutostartOrder, AutostartPlace } from './autostart.ts';

const NAME = 'Mien';

/**
 * A task of Windows that begins at the logon of whoever installs it, without a time limit, and comes back when it fails (Task
 * Scheduler 1.2 schema). Priority 4 is that of a program which somebody starts; a task is given 7, below it.
 */
export function windowsTask({ program, args, folder: from, env }: AutostartOrder, place: AutostartPlace): Autostart {
  const folder = place.env.LOCALAPPDATA ?? join(place.home, 'AppData', 'Local');
  const file = join(folder, 'Mien', 'mien-task.xml');
  // A task has no environment of its own: cmd sets it, and is gone when the show begins.
  const settings = Object.entries(env).map(([name, value]) => `set "${name}=${value}"&& `);
  const command = `/d /s /c "${settings.join('')}${[program, ...args].map(word).join(' ')}"`;
  // For any account's logon only an administrator may make one.
  const { USERDOMAIN: domain, USERNAME: user } = place.env;
  const who = domain && user ? `<UserId>${escapeText(`${domain}\\${user}`)}</UserId>` : '';
  const text = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers><LogonTrigger><Enabled>true</Enabled>${who}</LogonTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>4</Priority>
    <RestartOnFailure><Interval>PT1M</Interval><Count>255</Count></RestartOnFailure>
  </Settings>
  <Actions><Exec><Command>cmd.exe</Command><Arguments>${escapeText(command)}</Arguments><WorkingDirectory>${escapeText(from)}</WorkingDirectory></Exec></Actions>
</Task>
`;
  return {
    what: 'a task at logon',
    file,
    text: `\ufeff${text.replaceAll('\n', '\r\n')}`,
    encoding: 'utf16le',
    enable: [['schtasks', '/Create', '/F', '/TN', NAME, '/XML', file]],
    disable: [['schtasks', '/Delete', '/F', '/TN', NAME]],
  };
}

/** Quoted as Windows programs split their command line; what cmd itself would act upon is not taken. */
function word(text: string): string {
  return /^[\w.:\\/-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;
}

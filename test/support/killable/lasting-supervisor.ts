// A supervisor for a test, bundled and started as a process: starts a browser that outlives it, notes it, and waits to be
// killed. Arguments: folder for the note, path of the browser, its profile, seconds without a supervisor.
import { HeldBrowsers } from '../../../src/main/supervisor/held-browsers.ts';
import { launchLasting } from '../../../src/main/supervisor/lasting-browser.ts';

const [folder = '', path = '', profileFolder = '', orphanS = '1'] = process.argv.slice(2);
const browser = launchLasting({ path, flags: [], profileFolder }, Number(orphanS));
browser.onText((text) => {
  if (browser.lasting === null) throw new Error('the browser does not last');
  new HeldBrowsers(folder, '/films/small').write({
    show: null,
    kept: null,
    browsers: [{ id: 'one', ...browser.lasting }],
  });
  process.stdout.write(`${text}\n`);
});
browser.say('ping 1');

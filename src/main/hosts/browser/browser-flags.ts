/** How the stage's browser is to be started. */
export interface BrowserLook {
  /**
   * Address of its first page, or null: it has no window until it is given one (`openStageWindow`). Whoever lists the machine's
   * processes reads it: no token may be in it.
   */
  readonly address: string | null;
  /** A fresh folder, removed afterwards. */
  readonly profileFolder: string;
  readonly headless: boolean;
  /** Full screen for good, instead of an application window. */
  readonly kiosk: boolean;
  /** A recorded camera in a form that the browser's fake device understands, or null. */
  readonly cameraFile: string | null;
  /** The process runs as root on Linux, where Chromium's sandbox refuses to start. */
  readonly asRoot: boolean;
  /** Size of a headless stage in pixels. */
  readonly width: number;
  readonly height: number;
}

/** What an unattended stage has no use for; each would draw something, ask something or call somebody. */
const UNWANTED_FEATURES = [
  'Translate',
  'MediaRouter',
  'OptimizationHints',
  'AutofillServerCommunication',
  'InterestFeedContentSuggestions',
  'CertificateTransparencyComponentUpdater',
  'GlobalMediaControls',
  'HardwareMediaKeyHandling',
  'DialMediaRouteProvider',
  'OverscrollHistoryNavigation',
  'TouchpadOverscrollHistoryNavigation',
  // Pages of the address bar, which a browser without a screen makes ready as it starts, while the one before it plays.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

/**
 * Chromium's command line for a stage: no bars, no bubbles, no prompts, no gestures, nothing slowed down when covered,
 * and no way out to any network: every name but this machine's own is made unknown.
 */
export function browserFlags(look: BrowserLook): readonly string[] {
  return [
    `--user-data-dir=${look.profileFolder}`,
    // Closes the browser when this process is gone, however it went; and tells of a page that crashed.
    '--remote-debugging-pipe',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--noerrdialogs',
    '--no-service-autorun',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-client-side-phishing-detection',
    '--disable-session-crashed-bubble',
    '--hide-crash-restore-bubble',
    '--disable-search-engine-choice-screen',
    '--disable-infobars',
    '--disable-notifications',
    '--disable-print-preview',
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    // A crash dump would hold a visitor's picture.
    '--disable-breakpad',
    '--disable-crash-reporter',
    '--metrics-recording-only',
    '--password-store=basic',
    '--use-mock-keychain',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--autoplay-policy=no-user-gesture-required',
    `--disable-features=${UNWANTED_FEATURES.join(',')}`,
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--proxy-server=direct://',
    // Else a bar over the film warns of the rule above: visitors would see a computer.
    '--test-type',
    // A window is white until its page is there, else.
    '--force-dark-mode',
    // The camera without a prompt. Nothing but our own page can be loaded, and its headers grant no other device.
    '--use-fake-ui-for-media-stream',
    ...(look.cameraFile === null
      ? []
      : ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${look.cameraFile}`]),
    ...(look.asRoot ? ['--no-sandbox'] : []),
    ...(look.headless
      ? [
          '--headless',
          '--disable-gpu',
          '--hide-scrollbars',
          '--mute-audio',
          `--window-size=${look.width},${look.height}`,
        ]
      : []),
    ...(look.kiosk && !look.headless ? ['--kiosk', '--start-fullscreen'] : []),
    firstPage(look),
  ];
}

function firstPage({ address, headless }: Pick<BrowserLook, 'address' | 'headless'>): string {
  if (address === null) return '--no-startup-window';
  return headless ? address : `--app=${address}`;
}

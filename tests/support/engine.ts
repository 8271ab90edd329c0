const { userAgent } = navigator;
const engine = userAgent.includes('Firefox/') ? 'firefox' : userAgent.includes('Chrome/') ? 'chromium' : 'webkit';

/** What tests may ask of the engine that they run in; each entry says what stands in the way, and when it goes. */
export const can = {
  /**
   * `emulateMedia` of @web/test-runner-commands. Puppeteer does it over CDP, which Firefox does not speak; the WebDriver
   * launcher has no such command. Goes when Puppeteer does it over WebDriver BiDi, and for WebKit when the launcher can.
   */
  emulateMedia: engine === 'chromium',
  /** `executeServerCommand('forced-colors', …)` of our own configuration: over CDP as well, and goes with it. */
  forcedColors: engine === 'chromium',
  /** `a11ySnapshot` of @web/test-runner-commands: over CDP as well. Goes when there is a snapshot in WebDriver. */
  a11ySnapshot: engine === 'chromium',
  /** `setViewport` of @web/test-runner-commands. Goes when the WebDriver launcher has the command. */
  setViewport: engine !== 'webkit',
};

/** `it` where the engine can do what the test needs; elsewhere the test is counted as skipped. */
export function itWhere(possible: boolean, title: string, body: MochaBody): void {
  if (possible) it(title, body);
  else it.skip(title, body);
}

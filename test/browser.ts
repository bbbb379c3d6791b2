/** The browser in which pages are tested: Debian's. */
import { spawnSync } from 'node:child_process';

/** Its path; undefined on a machine without one, where tests of pages are shown as skipped. */
export const browserPath = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim())
  .find((path) => path !== '');

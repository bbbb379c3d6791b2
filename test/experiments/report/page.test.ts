/** Reports in a browser, opened as files. */
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { report } from '../../../experiments/report/report.ts';
import { browserPath } from '../../browser.ts';
import { SMALL, succeed, temporaryFolder, WORLD } from '../command.ts';
import { benchmarkCsv, madeUpRun } from './made-up-run.ts';

// @module-tag system

/** Milliseconds in which a page follows what is done to it, on a busy machine. */
const SOON = { timeout: 10_000 };
/** Milliseconds in which the largest report is loaded. */
const LOADED = 2000;

describe.skipIf(browserPath === undefined)('a report in a browser', () => {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  const reports = {
    train: path('train/report.html'),
    goodhart: path('goodhart/report.html'),
    ten: path('ten.html'),
    damaged: path('damaged/report.html'),
  };
  const problems: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await succeed(['train', ...SMALL, '--world', 'Subagent-v0', '--out', path('train')]);
    await succeed(['goodhart', '--world', WORLD, '--penalty', 'coarse/joint/tv', '--out', path('goodhart')]);
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const runs = Array.from({ length: 10 }, (_, seed) => {
      const files = { 'summary.csv': benchmarkCsv(20, 60, seed) };
      return madeUpRun(path(`ten/seed-${seed}`), { command: 'benchmark', settings: { seed }, files });
    });
    await report(runs, { out: reports.ten, force: false });
    const damaged = madeUpRun(path('damaged'), {
      command: 'transmute',
      files: { 'choices.json': '<', 'a.csv': 'b\n1\n' },
    });
    await report([damaged], { force: false });
    out.mockRestore();
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a report, and returns what it asked for besides itself. */
  async function open(file: string): Promise<string[]> {
    const asked: string[] = [];
    const listen = (request: { url(): string }) => asked.push(request.url());
    page.on('request', listen);
    await page.goto('about:blank');
    await page.goto(pathToFileURL(file).href);
    page.off('request', listen);
    return asked.filter((url) => url !== pathToFileURL(file).href);
  }

  describe.each(Object.entries(reports))('of %s', (_, file) => {
    test('asks for no other file', async () => {
      await page.setViewportSize({ width: 1000, height: 900 });
      expect(await open(file)).toEqual([]);
    });

    test.each([
      ['light', 1000],
      ['dark', 1000],
      ['light', 360],
      ['dark', 360],
    ] as const)('breaks no rule of accessibility on a %s ground, %d pixels wide', async (colorScheme, width) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await open(file);
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      await page.addScriptTag({ content: readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8') });
      const violations = await page.evaluate<string[]>(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ').slice(0, 300)))`);
      expect(violations).toEqual([]);
    });

    test('needs no sideways scrolling at 360 pixels, even with everything unfolded', async () => {
      await page.setViewportSize({ width: 360, height: 800 });
      await open(file);
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      const [content, window] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, innerWidth]');
      expect(content).toBeLessThanOrEqual(window);
    });
  });

  test('of ten benchmarks is loaded within two seconds', async () => {
    await page.setViewportSize({ width: 1000, height: 900 });
    const begun = performance.now();
    await open(reports.ten);
    await page.locator('figure svg').first().waitFor();
    expect(performance.now() - begun).toBeLessThan(LOADED);
  });

  test('links to the files of its run', async () => {
    await open(reports.train);
    const links = await page.locator('#files a').evaluateAll((all) => all.map((one) => String(one)));
    expect(links).toContain(pathToFileURL(path('train/summary.csv')).href);
  });

  describe('its player', () => {
    const picture = () => page.locator('.picture').first().innerHTML();
    const told = () => page.locator('.player output').innerText();

    test('shows the outcome, and does not move by itself', async () => {
      await page.setViewportSize({ width: 1000, height: 900 });
      await open(reports.train);
      expect(await page.locator('.picture svg').count()).toBe(2);
      const outcome = await told();
      expect(outcome).toMatch(/^tick (\d+) of \1$/);
      const before = await picture();
      await page.waitForTimeout(1200);
      expect(await picture()).toBe(before);
    });

    test('is stepped and played by the keyboard alone', async () => {
      await open(reports.train);
      const outcome = await picture();
      const last = Number((await told()).split(' ')[1]);
      await page.locator('.player input').focus();
      await page.keyboard.press('ArrowLeft');
      expect(await told()).toBe(`tick ${last - 1} of ${last}`);
      await page.keyboard.press('Home');
      expect(await told()).toBe(`tick 0 of ${last}`);
      expect(await picture()).not.toBe(outcome);
      await page.keyboard.press('ArrowRight');
      expect(await told()).toBe(`tick 1 of ${last}`);
      await page.keyboard.press('End');
      expect(await picture()).toBe(outcome);
      await page.keyboard.press(' ');
      await expect.poll(told, SOON).toBe(`tick 2 of ${last}`);
      expect(await page.locator('.player button').innerText()).toBe('pause');
      await page.keyboard.press(' ');
      const stopped = await told();
      await page.waitForTimeout(1200);
      expect(await told()).toBe(stopped);
      await page.locator('.player button').focus();
      await page.keyboard.press('Enter');
      await expect.poll(told, SOON).not.toBe(stopped);
    });

    test('tells a screen reader the tick', async () => {
      await open(reports.train);
      expect(await page.locator('.player input').getAttribute('aria-valuetext')).toBe(await told());
    });
  });

  test('has met no error', () => {
    expect(problems).toEqual([]);
  });
});

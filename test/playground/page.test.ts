/** The page in a browser, opened as a file. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../agents/suite.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { acceptable } from '../../judging/judge.ts';
import { choiceAt, lambdaWindow } from '../../judging/window.ts';
import { exactPenalties, exactValue } from '../../penalties/exact-penalties.ts';
import { exactObjective } from '../../penalties/objective.ts';
import { optimalProgram } from '../../penalties/optimum/optimal-program.ts';
import { penalties } from '../../penalties/suite.ts';
import { browserPath } from '../browser.ts';
import { root, temporaryFolder } from '../experiments/command.ts';

// @module-tag system

const MOST_BYTES = 2 * 1024 * 1024;
/** Milliseconds in which the page follows what is done to it, on a busy machine. */
const SOON = { timeout: 30_000 };
/** Milliseconds for which the page itself may be busy at a stretch. */
const LONGEST_TASK = 100;

describe.skipIf(browserPath === undefined)('the page', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'index.html');
  const problems: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const args = [vite, 'build', '--config', 'playground/vite.config.ts', '--outDir', folder, '--logLevel', 'error'];
    const built = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect([built.status, built.stderr]).toEqual([0, '']);
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!/^(?:file|blob|data):/.test(request.url())) problems.push(`asks for ${request.url()}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a view by its link, as if from elsewhere. */
  async function visit(hash: string): Promise<void> {
    await page.goto('about:blank');
    await page.goto(`${pathToFileURL(file)}#${hash}`);
  }

  const sent = () => page.locator('tr.sent th button').innerText();
  /** Waits until the tables are there, and with them the live figures. */
  const live = () => page.locator('.waiting').waitFor({ state: 'detached', timeout: 60_000 });

  test('is one file of at most 2 MB, and the solver beside it one of at most 8 MB', () => {
    expect(statSync(file).size).toBeLessThan(MOST_BYTES);
    expect(statSync(join(folder, 'solver.js')).size).toBeLessThan(4 * MOST_BYTES);
  });

  test('shows the two towns before anything is compiled, and the same once it is', async () => {
    await visit('');
    await page.locator('.picture svg').waitFor({ timeout: 3000 });
    expect(await page.locator('.waiting').count()).toBe(1);
    const before = [await sent(), await page.locator('.offers').innerText()];
    await live();
    expect([await sent(), await page.locator('.offers').innerText()]).toEqual(before);
    expect(await page.locator('.picture').innerText()).toContain('without it');
  });

  test('flips the choice where the master’s choice flips', async () => {
    const world = registry.world('PaperclipFactory-v0');
    const compiled = compile(world) as Compiled;
    const [{ value: evidence }] = compiled.evidences;
    const objective = exactObjective(compiled, evidence, 0.05);
    const charged = exactPenalties(compiled, evidence, 'coarse/joint/tv');
    const index = (id: string) => world.disciples.findIndex((disciple) => disciple.id === id);
    const [bold, careful] = [index('maximiser'), index('careful')];
    const flip = (objective[bold] - objective[careful]) / (charged[bold] - charged[careful]);
    await visit(`weight=${flip * 0.99}`);
    await live();
    await expect.poll(sent, SOON).toBe('maximiser');
    await page.evaluate(`location.hash = 'weight=${flip * 1.01}'`);
    await expect.poll(sent, SOON).toBe('careful');
    await expect.poll(() => page.locator('.actor').innerText(), SOON).toBe('acting: careful');
  });

  test('flips the choice at both ends of the λ-window, under the evidence that binds them', async () => {
    const id = 'MillionRuns-v0';
    const compiled = compile(registry.world(id)) as Compiled;
    const window = lambdaWindow(compiled, 'coarse/joint/tv');
    /** Whom the master sends under an evidence value, and whether that is acceptable. */
    const choice = (value: readonly number[], weight: number) => {
      const objective = exactObjective(compiled, value, 0.05);
      const charged = exactPenalties(compiled, value, 'coarse/joint/tv');
      const sentId = compiled.world.disciples[choiceAt({ objective, penalty: charged, acceptable: [] }, weight)].id;
      return { sentId, isFine: acceptable(compiled, value).includes(sentId) };
    };
    for (const [inside, outside] of [
      [window.low * 1.01, window.low * 0.99],
      [window.high * 0.99, window.high * 1.01],
    ]) {
      const { value } = compiled.evidences.find((one) => !choice(one.value, outside).isFine)!;
      const [fine, wrong] = [choice(value, inside), choice(value, outside)];
      expect([fine.isFine, wrong.isFine, fine.sentId === wrong.sentId]).toEqual([true, false, false]);
      await visit(`world=${id}&evidence=${value.join()}&weight=${inside}`);
      await live();
      await expect.poll(sent, SOON).toBe(fine.sentId);
      await page.evaluate(`location.hash = location.hash.replace('weight=${inside}', 'weight=${outside}')`);
      await expect.poll(sent, SOON).toBe(wrong.sentId);
    }
  });

  test('the slider sets λ, and λ is in the address', async () => {
    await visit('');
    await live();
    const slider = page.locator('#weight');
    await slider.focus();
    await slider.press('Home');
    await expect.poll(() => page.locator('.weight output').innerText(), SOON).toBe('0.01');
    await slider.press('End');
    await expect.poll(() => page.locator('.weight output').innerText(), SOON).toBe('100');
    await expect.poll(sent, SOON).toBe('null');
    expect(new URL(page.url()).hash).toBe('#weight=100');
  });

  test('reads a source that is typed as the package does, and a link to it shows the same', async () => {
    const world = 'Subagent-v0';
    const compiled = compile(registry.world(world)) as Compiled;
    const [{ value: evidence }] = compiled.evidences;
    const source = 'red - blue';
    await visit(`world=${world}`);
    await live();
    await page.locator('input.source').fill(source);
    await page.getByRole('button', { name: 'send it' }).click();
    await expect.poll(() => page.locator('.actor').innerText(), SOON).toBe('acting: yours');
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await live();
    expect(await page.locator('input.source').inputValue()).toBe(source);
    await page.locator('.readings summary').click();
    await page.locator('.readings li').nth(40).waitFor({ timeout: 60_000 });
    const disciple = boot(compiled, source);
    for (const id of ['coarse/joint/tv', 'coarse/similar', 'shape/spectrum', 'information/length']) {
      const shown = page.locator('.readings li', { has: page.getByText(id, { exact: true }) }).locator('.figure');
      const exact = exactValue(penalties.get(id), { compiled, evidence, disciple });
      expect(Math.abs(Number(await shown.getAttribute('data-value')) - exact)).toBeLessThan(1e-9);
    }
  });

  test('measures description lengths to the last digit as Node does', async () => {
    const world = 'Hurricane-v0';
    const compiled = compile(registry.world(world)) as Compiled;
    const [{ value: evidence }] = compiled.evidences;
    const ids = penalties.ids().filter((id) => id.startsWith('information/') && !penalties.get(id).trains);
    let compared = 0;
    for (const { id: actor, source } of compiled.world.disciples.slice(1)) {
      await visit(`world=${world}&actor=${actor}`);
      await live();
      await expect.poll(() => page.locator('.actor').innerText(), SOON).toBe(`acting: ${actor}`);
      await page.locator('.readings summary').click();
      await page.locator('.readings li').nth(40).waitFor({ timeout: 60_000 });
      for (const id of ids) {
        const shown = page.locator('.readings li', { has: page.getByText(id, { exact: true }) }).locator('.figure');
        const exact = exactValue(penalties.get(id), { compiled, evidence, disciple: boot(compiled, source) });
        expect([actor, id, Number(await shown.getAttribute('data-value'))]).toEqual([actor, id, exact]);
        compared++;
      }
    }
    expect(compared).toBe(ids.length * (compiled.world.disciples.length - 1));
  });

  test('offers the best of all programs at this λ, which is better than the library', async () => {
    const compiled = compile(registry.world('Hurricane-v0')) as Compiled;
    const [{ value: evidence }] = compiled.evidences;
    await visit('world=Hurricane-v0&weight=0.3');
    await live();
    await page.getByRole('button', { name: 'offer the best of all programs' }).click();
    await expect.poll(sent, SOON).toBe('best');
    const { low, high } = await optimalProgram({ compiled, evidence, penalty: 'coarse/joint/tv', weight: 0.3 });
    const said = `It keeps ${low.toFixed(3)}; no program keeps more than ${high.toFixed(3)}.`;
    expect(await page.locator('.best [role=status]').innerText()).toBe(said);
    await expect.poll(() => page.locator('.actor').innerText(), SOON).toBe('acting: best');
    // A link offers it too.
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await live();
    await expect.poll(sent, { timeout: 60_000 }).toBe('best');
    await page.getByRole('button', { name: 'offer the library alone' }).click();
    await expect.poll(sent, SOON).not.toBe('best');
  });

  test('says what is missing where the solver is not beside it', async () => {
    const alone = join(folder, 'alone', 'index.html');
    mkdirSync(join(folder, 'alone'));
    copyFileSync(file, alone);
    const other = await browser.newPage();
    await other.goto(`${pathToFileURL(alone)}#world=Subagent-v0&best=1`);
    const said = 'the solver is missing: put solver.js, which the build makes, beside this page';
    await expect.poll(() => other.locator('.best .trouble').innerText(), SOON).toBe(said);
    await other.close();
  });

  test('says of a wrong source what the parser says', async () => {
    await visit('world=Subagent-v0');
    await live();
    await page.locator('input.source').fill('red - bleu');
    await page.getByRole('button', { name: 'send it' }).click();
    const said = "unknown quantity 'bleu' at position 7. Did you mean 'blue'?";
    await expect.poll(() => page.locator('form .trouble').innerText(), SOON).toContain(said);
    expect(await sent()).not.toBe('yours');
  });

  test('shows joint saturate where the grain is the finest', async () => {
    await visit('world=Hurricane-v0&actor=maker');
    await live();
    await page.locator('.answers summary').click();
    const joint = async () => Number(await page.locator('[data-joint]').getAttribute('data-joint'));
    await page.locator('[data-joint]').waitFor({ timeout: 60_000 });
    const usual = await joint();
    await page.locator('.answers select').selectOption('0');
    await expect.poll(joint, SOON).toBeGreaterThan(usual);
  });

  test('is never busy for long while a world is compiled, and can give it up', async () => {
    await visit('world=Lolcats-v0');
    const longest = page.evaluate<number>(`new Promise((resolve) => {
      let most = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) most = Math.max(most, duration);
      }).observe({ type: 'longtask' });
      setTimeout(() => resolve(most), 1500);
    })`);
    expect(await longest).toBeLessThan(LONGEST_TASK);
    if ((await page.locator('.waiting button').count()) === 0) await visit('world=PaperclipFactory-v0&weight=2');
    await page.locator('.waiting button').click();
    await expect.poll(() => page.locator('.trouble').innerText(), SOON).toBe('cancelled: choose a world');
    await page.locator('.settings select').first().selectOption('Subagent-v0');
    await live();
    await expect.poll(() => page.locator('.offers tbody tr').count(), SOON).toBe(6);
  });

  test.each(['light', 'dark'] as const)('breaks no rule of accessibility on a %s ground', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await visit('world=Subagent-v0');
    await live();
    await page.addScriptTag({ content: readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8') });
    const violations = await page.evaluate<string[]>(`axe.run().then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ').slice(0, 300)))`);
    expect(violations).toEqual([]);
  });

  test('needs no sideways scrolling at 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    await visit('world=Subagent-v0');
    await live();
    await page.locator('.offers tbody tr').first().waitFor();
    const [content, window] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, innerWidth]');
    expect(content).toBeLessThanOrEqual(window);
  });

  test('has met no error, and asked nothing of a network', () => {
    expect(problems).toEqual([]);
  });
});

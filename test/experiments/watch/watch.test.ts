/** The command `watch`, in a process of its own. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { command, temporaryFolder } from '../command.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TOWN = ['watch', '--world', 'Subagent-v0'];

describe('watch', () => {
  test('prints both worlds at each tick into a pipe, without escape sequences', async () => {
    const { code, stdout } = await command([...TOWN, '--disciple', 'modest', '--seed', '3']);
    expect(code).toBe(0);
    expect(stdout.match(/^Subagent-v0, tick \d+ of 12/gm)).toHaveLength(13);
    expect(stdout).toContain('with the disciple');
    expect(stdout).not.toContain('\u001b');
  });

  test('shows the first of the library that acts under the likeliest evidence, unless told otherwise', async () => {
    const { stdout } = await command(TOWN);
    const { stdout: named } = await command([...TOWN, '--disciple', 'greedy', '--evidence', 'quality=0.5 river=low']);
    expect(named).toBe(stdout);
  });

  test('writes pictures, and replaces none unless it may', async () => {
    const [svg, gif] = [join(folder, 'a.svg'), join(folder, 'a.gif')];
    const pictures = [...TOWN, '--svg', svg, '--gif', gif];
    expect((await command(pictures)).code).toBe(0);
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
    expect(readFileSync(gif).subarray(0, 6).toString()).toBe('GIF89a');
    writeFileSync(gif, 'precious');
    const { code, stderr } = await command(pictures);
    expect([code, stderr]).toEqual([
      2,
      `reduced-impact: ${svg} exists: choose another file, or replace it with --force\n`,
    ]);
    expect(readFileSync(gif, 'utf8')).toBe('precious');
    expect((await command([...pictures, '--force'])).code).toBe(0);
    expect(readFileSync(gif).subarray(0, 6).toString()).toBe('GIF89a');
  });

  test.each([
    [['--tick', '3'], '--tick says what --svg shows: give --svg FILE as well'],
    [['--svg', join(folder, 'c.svg'), '--gif', join(folder, 'c.svg')], 'name the same file'],
    [['--svg', join(folder, 'b.svg'), '--tick', '13'], 'tick: expected an integer from 0 to 12 but received 13'],
    [['--disciple', 'min(parts,'], "disciple source 'min(parts,': expected ) but the source ends"],
    [['--speed', '0'], 'speed: expected a number above 0, at most 1000 but received 0'],
  ])('refuses %j in one line', async (args, message) => {
    const { code, stdout, stderr } = await command([...TOWN, ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'b.svg'))).toBe(false);
  });
});

/** The command line as a whole: its commands, their help, and scripts that it runs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { flagsOf } from '../../experiments/command.ts';
import { programOf } from '../../experiments/command-line.ts';
import { commands } from '../../experiments/commands.ts';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('every command', () => {
  test.each(commands.map((one) => [one.name, one] as const))('%s lists each of its flags in its help', (name, one) => {
    const program = programOf(commands);
    const help = program.commands.find((line) => line.name() === name)!.helpInformation();
    for (const { spelling } of flagsOf(one)) expect(help).toContain(spelling);
    expect(help.replace(/\s+/g, ' ')).toContain(one.summary.replace(/\s+/g, ' '));
  });

  test('has a name and an example of its own, with flags that it has', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    for (const one of commands) {
      expect(one.example.call.split(' ')[0]).toBe(one.name);
      const known = flagsOf(one).map(({ spelling }) => spelling.split(' ')[0]);
      if (one.name === 'run') continue;
      for (const flag of one.example.call.match(/--[\w-]+/g) ?? []) expect(known).toContain(flag);
    }
  });

  test('keeps the flags that say how it runs out of its configuration file', () => {
    for (const { settings, manner } of commands)
      expect(Object.keys(manner.shape).filter((key) => key in settings.shape)).toEqual([]);
  });
});

describe('a flag', () => {
  test('that switches something off takes no value', async () => {
    const { code, stdout } = await command(['try', '--world', 'Subagent-v0', '--disciple', 'parts', '--no-cache']);
    expect([code, stdout.length > 0]).toEqual([0, true]);
  });

  test('that has one value is refused where it stands twice', async () => {
    const { code, stdout, stderr } = await command(['try', '--disciple', 'clips', '--disciple', '-clips']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('reduced-impact: --disciple: expected one value but received two\n');
  });
});

describe('help', () => {
  test('of a word that is no command is one line, exit code 2', async () => {
    const { code, stdout, stderr } = await command(['help', 'nope']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^reduced-impact: command line: expected a command or flags but received 'nope'\.[^\n]*\n$/);
  });

  test('of a command is that command’s', async () => {
    const { code, stdout } = await command(['help', 'evaluate']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: reduced-impact evaluate \[options\] <directory>\n/);
  });
});

describe('run', () => {
  test('runs a script outside the clone with the running copy, and passes all that follows on', async () => {
    const far = join(folder, 'far');
    mkdirSync(far);
    const lines = [
      "import { register } from 'reduced-impact';",
      "import { make } from 'reduced-impact/gym';",
      "console.log(typeof register, typeof make('Gas-v0').step, process.argv.slice(2).join(' '));",
    ];
    writeFileSync(join(far, 'mine.ts'), lines.join('\n'));
    const { code, stdout, stderr } = await command(['run', 'mine.ts', '--help', '--weight', '3', 'x'], far);
    expect([code, stdout, stderr]).toEqual([0, 'function function --help --weight 3 x\n', '']);
  });

  test('names the position of what a script throws, in one line', async () => {
    writeFileSync(join(folder, 'throws.ts'), "const text: string = 'oh no';\nthrow new Error(text);\n");
    const { code, stderr } = await command(['run', 'throws.ts'], folder);
    expect([code, stderr]).toEqual([2, 'reduced-impact: throws.ts:2:7: oh no\n']);
  });
});

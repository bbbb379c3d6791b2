/** Tables, figures, wrapped text and progress for people. */
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  counted,
  figure,
  formatBlocks,
  formatTable,
  logLine,
  shortFigure,
  startProgress,
  wrap,
} from '../../experiments/terminal.ts';

afterEach(() => vi.restoreAllMocks());

/** What goes to standard error, where that is no terminal. */
function captured(): string[] {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  return written;
}

describe('formatTable', () => {
  test('puts text to the left, figures to the right, and a rule below the columns', () => {
    expect(
      formatTable(
        ['id', 'harm'],
        [
          ['careful', '0.1'],
          ['x', '—'],
          ['', '[0.1, 0.25]'],
        ],
      ),
    ).toBe(
      [
        'id              harm',
        '───────  ───────────',
        'careful          0.1',
        'x                  —',
        '         [0.1, 0.25]',
      ].join('\n'),
    );
  });

  test('starts every column at the same place in every line', () => {
    const cell = fc.stringMatching(/^[a-z]{1,9}$/);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.gen(), (width, gen) => {
        const row = () => Array.from({ length: width }, () => gen(() => cell));
        const columns = row();
        const body = [row(), row(), row()];
        const [head, , ...lines] = formatTable(columns, body).split('\n');
        let at = 0;
        for (let c = 0; c < width; c++) {
          expect(head.slice(at).startsWith(columns[c])).toBe(true);
          for (const [r, line] of lines.entries()) expect(line.slice(at).startsWith(body[r][c])).toBe(true);
          at += Math.max(columns[c].length, ...body.map((cells) => cells[c].length)) + 2;
        }
      }),
    );
  });

  test('prints the columns of a table without rows', () => {
    expect(formatTable(['a', 'bc'], [])).toBe('a  bc\n─  ──');
  });
});

describe('formatBlocks', () => {
  const columns = ['key', 'aaaaaaaa', 'bbbbbbbb', 'cccccccc'];
  const rows = [['one', '1', '2', '3']];

  test('is one table where it fits', () => {
    expect(formatBlocks(columns, rows, { width: 33 })).toBe(formatTable(columns, rows));
  });

  test('repeats the key in blocks that fit, with every column once and in order', () => {
    const blocks = formatBlocks(columns, rows, { width: 32 }).split('\n\n');
    expect(blocks.map((block) => block.split('\n')[0].split(/ +/))).toEqual([
      ['key', 'aaaaaaaa', 'bbbbbbbb'],
      ['key', 'cccccccc'],
    ]);
    for (const block of blocks) expect(block.split('\n')[2]).toMatch(/^one /);
  });

  test('never exceeds the width unless a single column does', () => {
    const cell = fc.stringMatching(/^[a-z]{1,20}$/);
    const tables = fc.array(cell, { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(tables, fc.integer({ min: 64, max: 120 }), (row, width) => {
        const block = formatBlocks(row, [row], { keys: 2, width });
        for (const line of block.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('keeps to 120 characters where the output is no terminal', () => {
    const wide = Array.from({ length: 30 }, (_, c) => `column${c}`);
    for (const line of formatBlocks(wide, [wide]).split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });
});

describe('wrap', () => {
  test('breaks at spaces, indents what goes on, keeps lines, and changes no word', () => {
    expect(wrap('one two three\nfour', 8)).toBe('one two\n  three\nfour');
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }), (words) => {
        const broken = wrap(words.join(' '), 20);
        for (const line of broken.split('\n')) expect(line.length).toBeLessThanOrEqual(20);
        expect(broken.split(/\s+/)).toEqual(words);
      }),
    );
  });
});

describe('rounding noise', () => {
  test('prints as 0, without a sign', () => {
    expect([figure(-1e-17), figure(-0.0004), figure(-0.0006), shortFigure(1.7e-16), shortFigure(-1e-10)]).toEqual([
      '0.000',
      '0.000',
      '-0.001',
      '0',
      '0',
    ]);
    expect([shortFigure(2e-9), shortFigure(0.25), shortFigure(null), shortFigure(1000)]).toEqual([
      '2.00e-9',
      '0.25',
      '—',
      '1000',
    ]);
  });

  test('leaves figures with powers of ten to the right', () => {
    expect(
      formatTable(['x'], [['2.00e-9'], ['0.5']])
        .split('\n')
        .at(-1),
    ).toBe('    0.5');
  });
});

describe('counted', () => {
  test('says one and many', () => {
    expect([counted(1, 'world'), counted(3, 'world'), counted(1, 'penalty'), counted(2, 'penalty')]).toEqual([
      '1 world',
      '3 worlds',
      '1 penalty',
      '2 penalties',
    ]);
  });
});

describe('figure', () => {
  test('has as many digits as asked for, and a dash where there is no figure', () => {
    expect([figure(0.12345), figure(1, 4), figure(null)]).toEqual(['0.123', '1.0000', '—']);
  });
});

describe('progress away from a terminal', () => {
  test('is at most five lines, the last at the end, however many updates there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (total) => {
        const written = captured();
        const progress = startProgress('seed 3', total);
        for (let done = 1; done <= total; done++) progress.update(done, `note ${done}`);
        progress.stop();
        expect(written.length).toBeLessThanOrEqual(5);
        expect(written.at(-1)).toBe(`seed 3 100 % note ${total}\n`);
        vi.restoreAllMocks();
      }),
    );
  });
});

describe('progress within an entry, away from a terminal', () => {
  test('is a line after 5 s, then ever rarer ones, and none for an entry that is quick', () => {
    const written = captured();
    let now = 0;
    const progress = startProgress('benchmark', 100, () => now);
    progress.update(0, 'Gas-v0 none');
    for (let done = 1; done <= 150; done++) progress.within(done, 150);
    expect(written).toEqual([]);
    progress.update(1, 'Gas-v0 coarse/learned/tv');
    for (let done = 1; done <= 150; done++) {
      now += 500;
      progress.within(done, 150);
    }
    expect(written).toEqual([10, 30, 70].map((done) => `… still at Gas-v0 coarse/learned/tv: ${done} of 150\n`));
  });
});

describe('logLine', () => {
  test('writes its line to standard error', () => {
    const written = captured();
    logLine('a line');
    expect(written).toEqual(['a line\n']);
  });
});

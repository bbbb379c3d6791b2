import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { figure, formatTable, say, startProgress } from '../../experiments/terminal.ts';

afterEach(() => vi.restoreAllMocks());

/** What goes to standard error, where that is no terminal. */
function captured(): string[] {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  return written;
}

describe('formatTable', () => {
  it('puts text to the left, figures to the right, and a rule below the columns', () => {
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

  it('starts every column at the same place in every line', () => {
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

  it('prints the columns of a table without rows', () => {
    expect(formatTable(['a', 'bc'], [])).toBe('a  bc\n─  ──');
  });
});

describe('figure', () => {
  it('has as many digits as asked for, and a dash where there is no figure', () => {
    expect([figure(0.12345), figure(1, 4), figure(null)]).toEqual(['0.123', '1.0000', '—']);
  });
});

describe('progress away from a terminal', () => {
  it('is at most five lines, the last at the end, however many updates there are', () => {
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

describe('say', () => {
  it('writes its line to standard error', () => {
    const written = captured();
    say('a line');
    expect(written).toEqual(['a line\n']);
  });
});

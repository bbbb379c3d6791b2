/** Prints for people: tables, figures, wrapped text, lines and progress bars. */
import cliProgress from 'cli-progress';
import { printable } from '../core/base/messages.ts';

/** Columns of a line where the output is no terminal. */
const USUAL_WIDTH = 120;
/** No table is worth printing in less; narrower terminals break its lines. */
const LEAST_WIDTH = 60;
const GAP = '  ';
/** Cells that are aligned to the right: figures, ranges, pairs, marks and dashes. */
const NUMERIC = /^(?:[-+\d.[\], —…·~!/]|e(?=[-+]?\d))*$/;

/** Columns of a line that is read: the terminal's own, else 120. */
export function lineWidth(): number {
  return process.stdout.isTTY ? Math.max(LEAST_WIDTH, process.stdout.columns ?? USUAL_WIDTH) : USUAL_WIDTH;
}

/** A table for the terminal: columns padded, numbers to the right. */
export function formatTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = widthsOf(columns, rows);
  const numeric = columns.map((_, c) => rows.every((row) => NUMERIC.test(row[c])));
  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => (numeric[c] ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join(GAP)
      .trimEnd();
  return [line(columns), widths.map((width) => '─'.repeat(width)).join(GAP), ...rows.map(line)].join('\n');
}

function widthsOf(columns: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return columns.map((column, c) => Math.max(column.length, ...rows.map((row) => row[c].length)));
}

/**
 * A table that keeps to the width of a line. Where it is too wide, its columns are split into blocks, one below the
 * other, and each block begins with the first `keys` columns. A single column that is wider than a line stands alone.
 */
export function formatBlocks(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  { keys = 1, width = lineWidth() }: { readonly keys?: number; readonly width?: number } = {},
): string {
  const widths = widthsOf(columns, rows);
  const added = (c: number) => widths[c] + GAP.length;
  const keyWidth = widths.slice(0, keys).reduce((sum, one) => sum + one + GAP.length, -GAP.length);
  const blocks: number[][] = [[]];
  let taken = keyWidth;
  for (let c = keys; c < columns.length; c++) {
    if (taken + added(c) > width && blocks[blocks.length - 1].length > 0) {
      blocks.push([]);
      taken = keyWidth;
    }
    blocks[blocks.length - 1].push(c);
    taken += added(c);
  }
  const keyed = Array.from({ length: keys }, (_, c) => c);
  return blocks
    .map((block) => {
      const pick = (row: readonly string[]) => [...keyed, ...block].map((c) => row[c]);
      return formatTable(pick(columns), rows.map(pick));
    })
    .join('\n\n');
}

/** The text broken at its spaces where a line is full. The rest is indented. Its own line breaks stay. */
export function wrap(text: string, width = lineWidth()): string {
  return text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(' ')) {
        if (line !== '' && line.length + 1 + word.length > width) {
          lines.push(line.trimEnd());
          line = `  ${word}`;
        } else line += line === '' ? word : ` ${word}`;
      }
      return [...lines, line].join('\n');
    })
    .join('\n');
}

/** A figure nearer to 0 than this prints as 0, since sums of probabilities leave rounding errors. */
const ROUNDING = 1e-9;

/** A figure of a table; '—' where there is none. */
export function figure(value: number | null, digits = 3): string {
  if (value === null) return '—';
  const text = (Math.abs(value) < ROUNDING ? 0 : value).toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** A figure whose size may be any: four significant digits, with a power of ten where it is very small or large. */
export function shortFigure(value: number | null): string {
  if (value === null) return '—';
  if (Math.abs(value) < ROUNDING) return '0';
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e4 ? String(Number(value.toPrecision(4))) : value.toExponential(2);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `1 world`, `3 worlds`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun.replace(/y$/, count === 1 ? 'y' : 'ie')}${count === 1 ? '' : 's'}`;
}

/** A progress bar on a terminal; a line at every fifth where output goes elsewhere. */
export interface Progress {
  update(done: number, note: string): void;
  /** How much of what the note names is done: at once on a terminal, elsewhere a line where it takes long. */
  within(done: number, total: number): void;
  stop(): void;
}

/** Milliseconds in one entry before a line says so; the pauses between further lines double, up to a minute. */
const LONG = 5000;
const LONGEST = 60_000;

/** @param now the clock, milliseconds. */
export function startProgress(title: string, total: number, now: () => number = () => performance.now()): Progress {
  let current = '';
  if (!process.stderr.isTTY) {
    let told = 0;
    let pause = LONG;
    let since = now();
    return {
      update(done, note) {
        current = note;
        pause = LONG;
        since = now();
        const fifth = Math.floor((5 * done) / total);
        if (fifth > told && total > 0) {
          told = fifth;
          process.stderr.write(`${`${title} ${fifth * 20} % ${note}`.trimEnd()}\n`);
        }
      },
      within(done, of) {
        if (now() - since < pause || done >= of) return;
        process.stderr.write(`… still at ${current}: ${done} of ${of}\n`);
        since = now();
        pause = Math.min(LONGEST, 2 * pause);
      },
      stop() {},
    };
  }
  const bar = new cliProgress.SingleBar(barOptions(`${title} {bar}`));
  bar.start(total, 0, { note: '' });
  return {
    update(done, note) {
      current = note;
      bar.update(done, { note });
    },
    within: (done, of) => bar.update({ note: `${current} ${done} of ${of}` }),
    stop: () => bar.stop(),
  };
}

/**
 * How bars look. They change nothing about the terminal, neither its cursor nor its line wrap, so nothing is left to
 * restore however the process ends, even by SIGKILL. Lines are cut to the terminal's width instead.
 */
function barOptions(begins: string): cliProgress.Options {
  const format = `${begins} {percentage} % {note}`;
  return {
    format: (options, params, payload) =>
      cliProgress.Format.Formatter({ ...options, format }, params, payload).slice(0, barWidth()),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: false,
    linewrap: true,
    barsize: 24,
    stream: process.stderr,
  };
}

/** One column less than the terminal has, since a full line already wraps. */
function barWidth(): number {
  return Math.max(1, (process.stderr.columns ?? USUAL_WIDTH) - 1);
}

/**
 * Tells how far long work is: a line after 5 s, then ever rarer ones, up to one a minute. Call what it returns often:
 * the text is made only for a line that is written.
 *
 * @param now the clock, milliseconds
 */
export function timedLines(
  tell: (line: string) => void = logLine,
  now: () => number = () => performance.now(),
): (line: () => string) => void {
  let pause = LONG;
  let since = now();
  return (line) => {
    if (now() - since < pause) return;
    tell(line());
    since = now();
    pause = Math.min(LONGEST, 2 * pause);
  };
}

/** Bars of work that goes on at the same time. */
export interface ProgressGroup {
  start(title: string, total: number): Progress;
  stop(): void;
}

/** Bars one below the other on a terminal; elsewhere lines, each with its title. */
export function progressGroup(): ProgressGroup {
  if (!process.stderr.isTTY) return { start: (title, total) => startProgress(title, total), stop() {} };
  const bars = new cliProgress.MultiBar(barOptions('{title} {bar}'));
  let stopped = false;
  return {
    start(title, total) {
      // A message of another process that arrives after the end would start a bar that nobody stops.
      if (stopped) return { update() {}, within() {}, stop() {} };
      const bar = bars.create(total, 0, { title, note: '' });
      let last = '';
      return {
        update(done, note) {
          last = note;
          bar.update(done, { note });
        },
        within: (done, of) => bar.update({ note: `${done} of ${of}` }),
        stop() {
          bars.remove(bar);
          bars.log(`${title}: ${last}\n`);
        },
      };
    },
    stop() {
      stopped = true;
      bars.stop();
    },
  };
}

/** A line for the person, apart from the results on standard output. */
export function logLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Characters of the longest message that is printed whole. */
const LONGEST_MESSAGE = 800;

/**
 * A message as one line without control characters, so that what a file or a flag holds cannot steer the terminal. The
 * middle of a very long one is left out, since its beginning says where and its end says what.
 */
export function onOneLine(message: string): string {
  const line = printable(message.trim().replace(/\s*\n\s*/g, ' '));
  if (line.length <= LONGEST_MESSAGE) return line;
  const half = LONGEST_MESSAGE / 2;
  return `${line.slice(0, half)} … ${line.slice(-half)}`;
}

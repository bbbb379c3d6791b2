/** Views as lines for a terminal of at least 80 columns, or for a pipe. */
import { factText, type Role, type SceneCell, type SceneThing } from '../core/world/scene.ts';
import { type Mark, MEANINGS } from './compare.ts';
import { type Panel, type View, wrapped } from './view.ts';

export interface LineOptions {
  /** Columns of a line; default 80. */
  readonly width?: number;
  /** Whether colours are set by escape sequences; default false. */
  readonly isColoured?: boolean;
}

/** What stands around a cell with a mark. */
const BRACKETS: Readonly<Record<Mark, readonly [string, string]>> = {
  changed: ['[', ']'],
  chance: ['(', ')'],
  disciple: [' ', ' '],
};
/** Parameters of the escape sequence for a colour, among the sixteen that each terminal has. */
const COLOURS: Readonly<Record<Role, string>> = {
  ground: '90',
  water: '34',
  wall: '37',
  building: '31',
  machine: '36',
  goods: '33',
  sign: '96',
  living: '32',
  danger: '91',
  lost: '90',
  disciple: '1;95',
};
const MARK_COLOURS: Readonly<Record<Mark, string>> = { changed: '1;33', chance: '34', disciple: '0' };
const GUTTER = 2;
const ANSWERS = 'answers: with the disciple | without it';

/**
 * Both worlds side by side, or one below the other where they are too wide; the facts stand below each. Cells in
 * brackets differ between the worlds; those in parentheses were changed by chance.
 */
export function linesOf(view: View, { width = 80, isColoured = false }: LineOptions = {}): string[] {
  const paint = (text: string, colour: string) => (isColoured ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const half = Math.floor((width - GUTTER) / 2);
  const head = [...wrapped(view.caption, width), ...wrapped(view.details, width), ''];
  const [left, right] = view.panels.map((panel) => panelLines(panel, half, paint));
  const widest = (lines: readonly Line[]) => Math.max(...lines.map(({ length }) => length));
  if (Math.max(widest(left), widest(right)) > half)
    return [...head, ...[...left, NO_LINE, ...right].map(({ text }) => text)];
  const leftWidth = widest(left);
  const lines = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const [a, b] = [left[i] ?? NO_LINE, right[i] ?? NO_LINE];
    return b.length === 0 ? a.text : `${a.text}${' '.repeat(leftWidth - a.length + GUTTER)}${b.text}`;
  });
  return [...head, ...lines];
}

/** The things of a legend by their glyphs, as many on a line as fit, and what the marks mean. */
export function legendLines(
  legend: readonly SceneThing[],
  { width = 80, isColoured = false }: LineOptions = {},
): string[] {
  const paint = (text: string, colour: string) => (isColoured ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const entries = [
    ...legend.map(({ glyph, role, label }) => ({ mark: paint(glyph, COLOURS[role]), size: 1, label })),
    ...MEANINGS.map(([mark, label]) => {
      const [open, close] = BRACKETS[mark];
      return { mark: `${paint(open, MARK_COLOURS[mark])}x${paint(close, MARK_COLOURS[mark])}`, size: 3, label };
    }),
  ];
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const { mark, size, label } of entries) {
    const own = size + 1 + label.length;
    if (length > 0 && length + 2 + own > width) {
      lines.push(line);
      [line, length] = ['', 0];
    }
    line += `${length > 0 ? '  ' : ''}${mark} ${label}`;
    length += (length > 0 ? 2 : 0) + own;
  }
  return [...lines, line];
}

/**
 * What both worlds answer to each question, in as many columns as fit: with the disciple, and without it. An asterisk
 * marks answers that differ by more than the question's grain.
 */
export function answerLines({ answers }: View, { width = 80 }: LineOptions = {}): string[] {
  const shown = answers.map(({ id, present, absent, differs }) => {
    const mark = differs ? '*' : ' ';
    return `${id} ${short(present)} | ${short(absent)}${mark}`;
  });
  const widest = Math.max(0, ...shown.map(({ length }) => length));
  const columns = Math.max(1, Math.floor((width + 2) / (widest + 2)));
  const rows = Math.ceil(shown.length / columns);
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => shown[column * rows + row] ?? '')
      .map((text) => text.padEnd(widest))
      .join('  ')
      .trimEnd(),
  );
  return rows > 0 ? [ANSWERS, ...lines] : [];
}

/** A reading in few characters. */
function short(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** A line with how many columns it takes, escape sequences aside. */
interface Line {
  readonly text: string;
  readonly length: number;
}

const NO_LINE: Line = { text: '', length: 0 };

function panelLines(
  { title, scene, marks }: Panel,
  width: number,
  paint: (text: string, colour: string) => string,
): Line[] {
  const cellOf = (cell: SceneCell, mark: Mark | null) => {
    const thing = cell.at(-1);
    const glyph = paint(thing?.glyph ?? (scene.isText ? ' ' : '·'), COLOURS[thing?.role ?? 'ground']);
    if (scene.isText) return glyph;
    const [open, close] = mark ? BRACKETS[mark] : [' ', ' '];
    return mark && open !== ' '
      ? paint(open, MARK_COLOURS[mark]) + glyph + paint(close, MARK_COLOURS[mark])
      : ` ${glyph} `;
  };
  const grid = scene.rows.map((row, y) => ({
    text: row.map((cell, x) => cellOf(cell, marks.cells[y][x])).join(''),
    length: row.length * (scene.isText ? 1 : 3),
  }));
  return [
    { text: title, length: title.length },
    ...grid,
    ...factLines(
      scene.facts.map((fact, i) => [factText(fact), marks.facts[i]] as const),
      width,
      paint,
    ),
  ];
}

/** Facts side by side as long as they fit. An asterisk marks what differs, a tilde what chance changed. */
function factLines(
  facts: readonly (readonly [string, Mark | null])[],
  width: number,
  paint: (text: string, colour: string) => string,
): Line[] {
  const lines: Line[] = [];
  let line = NO_LINE;
  for (const [text, mark] of facts) {
    const marked = mark === 'changed' ? `${text}*` : mark === 'chance' ? `${text}~` : text;
    const shown = mark ? paint(marked, MARK_COLOURS[mark]) : marked;
    if (line.length > 0 && line.length + 2 + marked.length > width) {
      lines.push(line);
      line = NO_LINE;
    }
    const gap = line.length > 0 ? '  ' : ' ';
    line = { text: line.text + gap + shown, length: line.length + gap.length + marked.length };
  }
  return line.length > 0 ? [...lines, line] : lines;
}

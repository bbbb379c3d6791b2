/** Views as lines for a terminal of at least 80 columns, or for a pipe. */
import { factText, type Role, type SceneCell, type SceneThing } from '../core/world/scene.ts';
import { type FrameMark, type Mark, MEANINGS } from './compare.ts';
import { type Panel, type View, wrapped } from './view.ts';

export interface LineOptions {
  /** Columns of a line; default 80. */
  readonly width?: number;
  /** Whether colours are set by escape sequences; default false. */
  readonly isColoured?: boolean;
}

/** What stands around a cell instead of a frame. */
const BRACKETS: Readonly<Record<FrameMark, readonly [string, string]>> = {
  changed: ['[', ']'],
  chance: ['(', ')'],
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

/** Gives a text a colour. */
type Paint = (text: string, colour: string) => string;

function painter(isColoured: boolean): Paint {
  return (text, colour) => (isColoured ? `\u001b[${colour}m${text}\u001b[0m` : text);
}

/**
 * Both worlds side by side, or one below the other where they are too wide; the facts stand below each. Cells in
 * brackets differ between the worlds; those in parentheses were changed by chance.
 */
export function linesOf(view: View, { width = 80, isColoured = false }: LineOptions = {}): string[] {
  const paint = painter(isColoured);
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
  const paint = painter(isColoured);
  const entry = (mark: string, size: number, label: string): Line => ({
    text: `${mark} ${label}`,
    length: size + 1 + label.length,
  });
  const things = legend.map(({ glyph, role, label }) => entry(paint(glyph, COLOURS[role]), 1, label));
  const frames = MEANINGS.map(([mark, label]) => entry(bracketed('x', mark, paint), 3, label));
  return packed([...things, ...frames], width).map(({ text }) => text);
}

/** A glyph between the brackets of its mark. */
function bracketed(glyph: string, mark: FrameMark, paint: Paint): string {
  const [open, close] = BRACKETS[mark];
  return paint(open, MARK_COLOURS[mark]) + glyph + paint(close, MARK_COLOURS[mark]);
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

/** A text with how many columns it takes, escape sequences aside. */
interface Line {
  readonly text: string;
  readonly length: number;
}

const NO_LINE: Line = { text: '', length: 0 };

/** Items side by side, two columns apart, as many on a line as fit. A longer item stands alone. */
function packed(items: readonly Line[], width: number, indent = ''): Line[] {
  const lines: Line[] = [];
  for (const { text, length } of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + length <= width)
      lines[lines.length - 1] = { text: `${last.text}  ${text}`, length: last.length + 2 + length };
    else lines.push({ text: indent + text, length: indent.length + length });
  }
  return lines;
}

function panelLines({ title, scene, marks }: Panel, width: number, paint: Paint): Line[] {
  const cellOf = (cell: SceneCell, mark: Mark | null) => {
    const thing = cell.at(-1);
    const glyph = paint(thing?.glyph ?? (scene.isText ? ' ' : '·'), COLOURS[thing?.role ?? 'ground']);
    if (scene.isText) return glyph;
    return mark && mark !== 'disciple' ? bracketed(glyph, mark, paint) : ` ${glyph} `;
  };
  const grid = scene.rows.map((row, y) => ({
    text: row.map((cell, x) => cellOf(cell, marks.cells[y][x])).join(''),
    length: row.length * (scene.isText ? 1 : 3),
  }));
  const facts = scene.facts.map((fact, i) => markedFact(factText(fact), marks.facts[i], paint));
  return [{ text: title, length: title.length }, ...grid, ...packed(facts, width, ' ')];
}

/** An asterisk marks a fact that differs, a tilde one that chance changed. */
function markedFact(text: string, mark: Mark | null, paint: Paint): Line {
  const marked = mark === 'changed' ? `${text}*` : mark === 'chance' ? `${text}~` : text;
  return { text: mark ? paint(marked, MARK_COLOURS[mark]) : marked, length: marked.length };
}

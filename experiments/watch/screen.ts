/** Pictures on a terminal, one in the place of the other; in a pipe, one below the other. */
import { stripVTControlCharacters } from 'node:util';
import type { LineOptions } from '../../pictures/terminal.ts';

/** Columns and rows of the smallest terminal. */
const USUAL = { columns: 80, rows: 24 };

export class Screen {
  readonly isTerminal = process.stdout.isTTY === true;
  private drawn = 0;

  /** How wide lines are, and whether they are coloured: never where NO_COLOR is set. */
  get options(): LineOptions {
    const { columns = USUAL.columns } = this.isTerminal ? process.stdout : USUAL;
    return { width: columns, isColoured: this.isTerminal && !process.env.NO_COLOR };
  }

  /** Draws lines in the place of the last ones. What does not fit below is left out on a terminal. */
  draw(lines: readonly string[]): void {
    if (!this.isTerminal) {
      process.stdout.write(`${lines.join('\n')}\n\n`);
      return;
    }
    const { rows = USUAL.rows, columns = USUAL.columns } = process.stdout;
    const shown = lines.slice(0, rows - 1).map((line) => clipped(line, columns));
    const up = this.drawn > 0 ? `\u001b[${this.drawn}A\r` : '';
    // Each line is cleared to its end, and then all that is left of a longer picture.
    process.stdout.write(`${up}${shown.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`);
    this.drawn = shown.length;
  }

  /** Leaves the last picture where it is. */
  end(): void {
    this.drawn = 0;
  }
}

/** The line without colours where it is wider than the terminal, so that no escape sequence is cut. */
function clipped(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return [...plain].length <= columns ? line : [...plain].slice(0, columns).join('');
}

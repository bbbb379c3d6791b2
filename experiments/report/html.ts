/** Small pieces of a report's HTML. Every text of a run passes through `escaped`. */
import { escaped } from '../figures/plot.ts';
import type { Table } from '../figures/rows.ts';

export { escaped };

/** A relative address of a file, whatever its name. */
export function addressOf(...path: readonly string[]): string {
  return path
    .filter((part) => part !== '')
    .join('/')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

export function link(address: string, text: string): string {
  return `<a href="${escaped(address)}">${escaped(text)}</a>`;
}

/** A box that scrolls sideways on a narrow screen, and that the keyboard reaches. */
export function scrolling(label: string, content: string): string {
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(label)}">${content}</div>`;
}

export function folded(summary: string, content: string): string {
  return `<details><summary>${escaped(summary)}</summary>${content}</details>`;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/;
/** Numbers nearer to 0 than this are the noise of rounding. */
const ROUNDING = 1e-9;

/** A cell's text for a reader: four significant digits of a number. */
function cellText(text: string): string {
  if (!NUMBER.test(text) || /^\d{1,15}$/.test(text)) return text;
  const value = Number(text);
  if (Math.abs(value) < ROUNDING) return '0';
  return String(Number(value.toPrecision(4))).replace('-', '−');
}

/**
 * A table of a run.
 * @param most the number of rows that are shown at most.
 */
export function tableHtml(name: string, { columns, rows }: Table, most: number): string {
  const isNumeric = columns.map((column) => rows.every((row) => row[column] === '' || NUMBER.test(row[column])));
  const kind = (c: number) => (isNumeric[c] ? ' class="n"' : '');
  const head = columns.map((column, c) => `<th scope="col"${kind(c)}>${escaped(column.replaceAll('_', ' '))}</th>`);
  const body = rows
    .slice(0, most)
    .map((row) => `<tr>${columns.map((c, i) => `<td${kind(i)}>${escaped(cellText(row[c]))}</td>`).join('')}</tr>`);
  const table = `<table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
  const rest = rows.length > most ? `<p class="hint">The first ${most} of ${rows.length} rows are shown.</p>` : '';
  return `${scrolling(`the table ${name}`, table)}${rest}`;
}

/** Names with their values, one line each. */
export function listHtml(label: string, entries: readonly (readonly [name: string, html: string])[]): string {
  const rows = entries.map(([name, html]) => `<tr><th scope="row">${escaped(name)}</th><td>${html}</td></tr>`);
  return scrolling(label, `<table class="list"><tbody>${rows.join('\n')}</tbody></table>`);
}

/** A size for a reader. */
export function sizeText(bytes: number | null): string {
  if (bytes === null) return '';
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(bytes < 1e4 ? 1 : 0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The report of a run as one HTML file: it needs no network, no server and no other file. */
import type { Figure } from '../figures/figure.ts';
import type { Table } from '../figures/rows.ts';
import { addressOf, escaped, folded, link, listHtml, scrolling, sizeText, tableHtml } from './html.ts';
import { playerHtml } from './player.ts';
import type { RunFiles } from './run-files.ts';
import { STYLE } from './style.ts';

/** By this a file is known to be a report of ours, so that it may be replaced. */
export const MARK = '<meta name="generator" content="reduced-impact report">';
/** Rows of the main table, and of the list of files, that are shown at once; and rows of a table that is folded. */
const MAIN_ROWS = 24;
const FOLDED_ROWS = 400;
const SUMMARY = 'summary.csv';

/**
 * The report of one run.
 * @param folder the run directory as seen from the page: '' where the page lies in it
 */
export function runPage(run: RunFiles, figures: readonly Figure[], folder = ''): string {
  const { command, question, answer } = run;
  const sections = [
    section('choices', 'What the masters send', run.choices === null ? '' : playerHtml(run.choices)),
    section('decisions', 'The table', mainTable(run, folder)),
    section('figures', 'Figures', figures.map((figure) => figureHtml(figure, [folder])).join('\n')),
    section('tables', 'Further tables', furtherTables(run, folder)),
    section('settings', 'Settings and versions', settingsHtml(run)),
    section('files', 'Files', filesHtml(run, folder)),
  ].filter(({ content }) => content !== '');
  const title = question ?? `A run of ${command ?? 'an unknown command'}`;
  return pageHtml(title, '', [
    headerHtml(`reduced-impact · ${command ?? 'a run'}`, title, answer ?? withoutAnswer(run)),
    troublesHtml(run),
    navHtml(sections),
    ...sections.map(sectionHtml),
  ]);
}

export function withoutAnswer({ isComplete }: RunFiles): string {
  return isComplete
    ? 'This run does not say in words what came out: the tables do.'
    : 'This run is not complete: it has no summary yet.';
}

export interface Section {
  readonly id: string;
  readonly title: string;
  /** '' where there is nothing to show. */
  readonly content: string;
}

export function section(id: string, title: string, content: string): Section {
  return { id, title, content };
}

export function sectionHtml({ id, title, content }: Section): string {
  const heading = `<h2 id="${id}-title">${escaped(title)}</h2>`;
  return `<section id="${id}" aria-labelledby="${id}-title">${heading}\n${content}</section>`;
}

export function navHtml(sections: readonly Section[]): string {
  const items = sections.map(({ id, title }) => `<li>${link(`#${id}`, title)}</li>`);
  return `<nav aria-label="In this report"><ul>${items.join('')}</ul></nav>`;
}

export function headerHtml(kind: string, question: string, answer: string): string {
  return `<header><p class="kind">${escaped(kind)}</p>
<h1>${escaped(question)}</h1>
<p class="answer">${escaped(answer)}</p></header>`;
}

/** A whole page. `kind` is the class of its main part. */
export function pageHtml(title: string, kind: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${MARK}
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main${kind === '' ? '' : ` class="${kind}"`}>
${parts.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

export function troublesHtml({ troubles }: RunFiles): string {
  if (troubles.length === 0) return '';
  const lines = troubles.map((line) => `<p>${escaped(line)}</p>`);
  return `<div class="trouble" role="note">${lines.join('')}</div>`;
}

/** The main table, folded where it is long. */
function mainTable({ tables }: RunFiles, folder: string): string {
  const table = tables.get(SUMMARY);
  if (!table || table.columns.length === 0) return '';
  const whole = tableHtml(SUMMARY, table, FOLDED_ROWS);
  const isLong = table.rows.length > MAIN_ROWS;
  const file = link(addressOf(folder, SUMMARY), SUMMARY);
  const hint = `<p class="hint">${file} holds every row and every digit.</p>`;
  return `${isLong ? folded(`${SUMMARY} (${table.rows.length} rows)`, whole) : whole}${hint}`;
}

/** All tables but the main one, each folded. */
function furtherTables({ tables }: RunFiles, folder: string): string {
  return [...tables]
    .filter(([name, { rows }]) => name !== SUMMARY && rows.length > 0)
    .map(foldedTable(folder))
    .join('\n');
}

/** A table that is folded, with a link to its file. */
export function foldedTable(folder: string, most = FOLDED_ROWS): (entry: readonly [name: string, Table]) => string {
  return ([name, table]) =>
    folded(
      `${name} (${table.rows.length} rows)`,
      `${tableHtml(name, table, most)}<p class="hint">${link(addressOf(folder, name), name)}</p>`,
    );
}

/**
 * A figure with its caption.
 * @param folders where the runs that it shows lie, as seen from the page: '' for the page's own folder
 */
export function figureHtml(figure: Figure, folders: readonly string[], names: readonly string[] = []): string {
  const { name, title, caption, csv, svg } = figure;
  const links = folders.flatMap((folder, i) => {
    const of = names.length > 1 ? ` of ${names[i]}` : '';
    return [
      link(addressOf(folder, csv), `${csv}${of}`),
      ...(names.length > 1 ? [] : [link(addressOf(folder, 'figures', `${name}.svg`), `${name}.svg`)]),
    ];
  });
  return `<figure><h3>${escaped(title)}</h3>${scrolling(title, inlined(svg))}
<figcaption>${escaped(caption)} <span class="links">${links.join(' · ')}</span></figcaption>
</figure>`;
}

/** The picture without what the page's own style says already. */
function inlined(svg: string): string {
  return svg.replace(/<style>.*?<\/style>\n/s, '').replace(' xmlns="http://www.w3.org/2000/svg"', '');
}

export function settingsHtml({ settings, versions }: RunFiles): string {
  const show = (value: unknown) => `<code>${escaped(typeof value === 'string' ? value : JSON.stringify(value))}</code>`;
  const own = Object.entries(settings).map(([name, value]) => [name, show(value)] as const);
  const software = Object.entries(versions).map(([name, value]) => [name, show(value)] as const);
  return [
    own.length > 0 ? listHtml('settings', own) : '',
    software.length > 0 ? `<h3>Versions, and fingerprints of worlds</h3>${listHtml('versions', software)}` : '',
  ].join('\n');
}

export function filesHtml({ files }: RunFiles, folder: string): string {
  const rows = files.map(
    ({ name, bytes }) =>
      `<tr><td>${link(addressOf(folder, name), name)}</td><td class="n">${escaped(sizeText(bytes))}</td></tr>`,
  );
  const head = '<thead><tr><th scope="col">file</th><th scope="col" class="n">size</th></tr></thead>';
  const list = scrolling('the files of the run', `<table>${head}<tbody>${rows.join('\n')}</tbody></table>`);
  return files.length > MAIN_ROWS ? folded(`${files.length} files`, list) : list;
}

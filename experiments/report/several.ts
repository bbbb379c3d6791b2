/** The report of several runs: what each found, their figures side by side, and runs that differ in a seed in one. */
import { dequal } from 'dequal';
import type { Figure } from '../figures/figure.ts';
import { groupsOf } from '../figures/rows.ts';
import { counted } from '../terminal.ts';
import { addressOf, escaped, folded, link } from './html.ts';
import {
  figureHtml,
  filesHtml,
  foldedTable,
  headerHtml,
  navHtml,
  pageHtml,
  section,
  sectionHtml,
  settingsHtml,
  troublesHtml,
  withoutAnswer,
} from './page.ts';
import { REPORT, type RunFiles } from './run-files.ts';

/** Rows of a folded table. */
const ROWS = 40;
/** Settings in which runs may differ whose figures are one. */
const SEEDS = ['seed', 'seeds'];

/** A figure, and the runs that it shows. */
interface Shown {
  readonly figure: Figure;
  readonly runs: readonly RunFiles[];
}

/**
 * The page.
 * @param folderOf the folder of a run as seen from the page
 * @param figuresOf draws the figures of runs that differ in their seed alone
 */
export async function severalPage(
  runs: readonly RunFiles[],
  folderOf: (run: RunFiles) => string,
  figuresOf: (
    runs: readonly RunFiles[],
  ) => Promise<{ readonly figures: readonly Figure[]; troubles: readonly string[] }>,
): Promise<string> {
  const shown: Shown[] = [];
  const troubles: string[] = [];
  const names = distinctNames(runs);
  for (const group of groupsBySettings(runs)) {
    const merged = await figuresOf(group);
    shown.push(...merged.figures.map((figure) => ({ figure, runs: group })));
    troubles.push(...merged.troubles);
    if (group.length === 1) continue;
    const done = new Set(merged.figures.map(({ name }) => name));
    for (const run of group) {
      const { figures } = await figuresOf([run]);
      shown.push(...figures.filter(({ name }) => !done.has(name)).map((figure) => ({ figure, runs: [run] })));
    }
  }
  const commands = [...new Set(runs.map(({ command }) => command ?? 'an unknown command'))];
  const sections = [
    section('answers', 'What each run found', answersHtml(runs, names, folderOf)),
    section('figures', 'Figures', figuresHtml(shown, names, folderOf)),
    section('runs', 'The runs', runs.map((run) => runHtml(run, names.get(run)!, folderOf(run))).join('\n')),
  ].filter(({ content }) => content !== '');
  const title = `${counted(runs.length, 'run')} of ${commands.join(', ')}`;
  const asked = new Set(runs.map(({ question }) => question));
  const [question] = asked;
  const isOne = asked.size === 1 && question !== null;
  return pageHtml(title, 'wide', [
    headerHtml(`reduced-impact · ${title}`, isOne ? question : 'What did these runs find?', answerOf(runs)),
    troubles.length > 0 ? troublesHtml({ ...runs[0], troubles }) : '',
    navHtml(sections),
    ...sections.map(sectionHtml),
  ]);
}

/** The answer that most runs give, with how many do. */
function answerOf(runs: readonly RunFiles[]): string {
  const answers = runs.flatMap(({ answer }) => answer ?? []);
  if (answers.length === 0) return 'None of these runs says in words what came out: the tables do.';
  const count = (answer: string) => answers.filter((other) => other === answer).length;
  const most = answers.reduce((best, answer) => (count(answer) > count(best) ? answer : best));
  if (count(most) === runs.length) return `All say: ${most}`;
  if (count(most) === 1) return 'Each run has its own answer, below.';
  return `${count(most)} of ${runs.length} say: ${most}`;
}

/** Runs of one command whose settings differ in their seeds alone, in the order in which they were given. */
function groupsBySettings(runs: readonly RunFiles[]): RunFiles[][] {
  const groups: RunFiles[][] = [];
  for (const run of runs) {
    const group = groups.find(
      ([first]) => first.command === run.command && dequal(withoutSeeds(first), withoutSeeds(run)),
    );
    if (group) group.push(run);
    else groups.push([run]);
  }
  return groups;
}

function withoutSeeds({ settings }: RunFiles): object {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !SEEDS.includes(name)));
}

/** The names of the folders; of folders of one name, each with a number. */
function distinctNames(runs: readonly RunFiles[]): Map<RunFiles, string> {
  const count = (name: string) => runs.filter((run) => run.name === name).length;
  return new Map(runs.map((run, i) => [run, count(run.name) > 1 ? `${run.name} (${i + 1})` : run.name]));
}

/** The answers, each with the runs that give it. */
function answersHtml(
  runs: readonly RunFiles[],
  names: ReadonlyMap<RunFiles, string>,
  folderOf: (run: RunFiles) => string,
): string {
  const isOneQuestion = new Set(runs.map(({ question }) => question)).size === 1;
  const answers = groupsOf(runs, (run) => JSON.stringify([run.question, run.answer ?? withoutAnswer(run)]));
  const items = answers.map(([, own]) => {
    const [{ question, answer }] = own;
    const links = own.map((run) => link(addressOf(folderOf(run), REPORT), names.get(run)!)).join(', ');
    const asked = isOneQuestion || question === null ? '' : `<span class="hint">${escaped(question)}</span><br>`;
    return `<li>${links}<br>${asked}${escaped(answer ?? withoutAnswer(own[0]))}</li>`;
  });
  return `<ul class="answers">${items.join('\n')}</ul>`;
}

/** Figures of one kind stand side by side. */
function figuresHtml(
  shown: readonly Shown[],
  names: ReadonlyMap<RunFiles, string>,
  folderOf: (run: RunFiles) => string,
): string {
  const kinds = [...new Set(shown.map(({ figure }) => `${figure.name} ${figure.csv}`))];
  return kinds
    .map((kind) => {
      const own = shown.filter(({ figure }) => `${figure.name} ${figure.csv}` === kind);
      const drawn = own.map(({ figure, runs }) => {
        const titled = own.length > 1 ? { ...figure, title: `${titleOf(runs, names)}: ${figure.title}` } : figure;
        return figureHtml(
          titled,
          runs.map(folderOf),
          runs.map((run) => names.get(run)!),
        );
      });
      return drawn.length === 1 ? drawn[0] : `<div class="beside">${drawn.join('\n')}</div>`;
    })
    .join('\n');
}

function titleOf(runs: readonly RunFiles[], names: ReadonlyMap<RunFiles, string>): string {
  const first = names.get(runs[0])!;
  return runs.length === 1 ? first : `${first} and ${runs.length - 1} more`;
}

function runHtml(run: RunFiles, name: string, folder: string): string {
  const tables = [...run.tables].filter(([, { rows }]) => rows.length > 0).map(foldedTable(folder, ROWS));
  return folded(
    `${name}: ${run.command ?? 'a run of an unknown command'}`,
    [troublesHtml(run), settingsHtml(run), ...tables, filesHtml(run, folder)].join('\n'),
  );
}

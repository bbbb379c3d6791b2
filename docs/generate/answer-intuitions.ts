/** The first table of docs/answer.md: each intuition of the essay, and how well its penalties do. */
import { isNumberIn, meanOf, numberIn, type Row, valuesOf } from '../../experiments/figures/rows.ts';
import { isOpen, rowsOf, windowsOf } from './answer-tables.ts';

/** An intuition with the penalties that formalise it. */
interface Intuition {
  readonly title: string;
  /** The essay's words. */
  readonly words: string;
  readonly page: string;
  readonly penalties: RegExp;
}

const INTUITIONS: readonly Intuition[] = [
  {
    title: 'Compare directly',
    words: 'compare P(e,S,1) and P(e,S,0) directly',
    page: 'coarse',
    penalties: /^coarse\/identity\//,
  },
  {
    title: 'Coarse graining',
    words: 'similar worlds should be similarly likely',
    page: 'coarse',
    penalties: /^coarse\/(joint|each|worst|random|similar)/,
  },
  {
    title: 'Run against run',
    words: 'The other alternative, estimating \\|P(e,S,1)(W)−P(e,S,0)(W)\\| directly',
    page: 'coarse',
    penalties: /^coarse\/pathwise/,
  },
  {
    title: 'Shape',
    words: 'we should expect the same shape to future uncertainty',
    page: 'shape',
    penalties: /^shape\//,
  },
  {
    title: 'Description length',
    words: 'roughly similar minimal description length',
    page: 'information',
    penalties: /^information\//,
  },
  {
    title: 'Importance',
    words: 'we would require e to provide a lot more information than X',
    page: 'importance',
    penalties: /^importance\//,
  },
];

const COLUMNS = ['world', 'penalty', 'values', 'decades', 'auroc'];

/** A Markdown table, and a line about its best penalties. */
export function intuitionsTable(): string {
  const rows = rowsOf('benchmark', COLUMNS).filter(({ values }) => values !== 'none');
  const every = rowsOf('benchmark', ['world', 'penalty', 'window_decades'], 'unrestricted.csv');
  const worlds = valuesOf(rows, 'world');
  const lines = INTUITIONS.map(({ title, words, page, penalties }) => {
    const own = rows.filter(({ penalty }) => penalties.test(penalty));
    const best = bestOf(own, every);
    const exact = own.filter(({ values }) => values === 'exact').length;
    const against = everyProgram(every, best);
    return [
      `[${title}](penalties/${page}.md): “${words}”`,
      `${exact} of ${own.length}`,
      `\`${best}\``,
      `${windowsOf(own, best)} of ${worlds.length}`,
      against === null ? '—' : `${against} of ${worlds.length}`,
      aurocOf(own, best).toFixed(2),
      failsIn(own, best).join(', ') || 'none',
    ];
  });
  const head = [
    'intuition',
    'exact',
    'its best penalty',
    'worlds with a window',
    'against every program',
    'AUROC',
    'fails in',
  ];
  return [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/**
 * The penalty with windows in most worlds; of equal ones, in most against every program; of equal ones again, the one
 * that ranks best, and then the widest.
 */
function bestOf(rows: readonly Row[], every: readonly Row[]): string {
  const merits = (penalty: string) => [
    windowsOf(rows, penalty),
    everyProgram(every, penalty) ?? -1,
    aurocOf(rows, penalty),
    rows.filter((row) => row.penalty === penalty).reduce((sum, row) => sum + (numberIn(row, 'decades') || 0), 0),
  ];
  return valuesOf(rows, 'penalty').reduce((best, penalty) => {
    const [own, others] = [merits(penalty), merits(best)];
    const decisive = own.findIndex((merit, i) => merit !== others[i]);
    return decisive >= 0 && own[decisive] > others[decisive] ? penalty : best;
  });
}

/** The mean over the worlds that tell. */
function aurocOf(rows: readonly Row[], penalty: string): number {
  const own = rows.filter((row) => row.penalty === penalty && isNumberIn(row, 'auroc'));
  return own.length === 0 ? 0 : meanOf(own.map((row) => numberIn(row, 'auroc')));
}

function failsIn(rows: readonly Row[], penalty: string): string[] {
  const failing = rows.filter((row) => row.penalty === penalty && !isOpen(row));
  return failing.map(({ world }) => world.replace(/-v\d+$/, ''));
}

/** In how many worlds there is a window against every program; null where that was not searched for. */
function everyProgram(every: readonly Row[], penalty: string): number | null {
  const own = every.filter((row) => row.penalty === penalty);
  if (own.length === 0) return null;
  return new Set(own.filter((row) => numberIn(row, 'window_decades') > 0).map(({ world }) => world)).size;
}

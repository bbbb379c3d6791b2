/** The table of all penalties, as Markdown made from the registry. */
import { splitId } from '../../core/world/parameters.ts';
import { penalties } from '../../penalties/suite.ts';

/** The page that describes the penalties of each family; the family is the first part of an id. */
export const PAGES: Readonly<Record<string, string>> = {
  coarse: 'coarse',
  shape: 'shape',
  information: 'information',
  importance: 'importance',
  none: 'comparators',
  'state-distance': 'comparators',
  'attainable-utility': 'comparators',
  'relative-reachability': 'comparators',
  unreachability: 'comparators',
  'future-task': 'comparators',
};

/** The page of a penalty, without its ending. @throws Error for an unknown family. */
export function pageOf(id: string): string {
  const family = id.split('/')[0];
  if (Object.hasOwn(PAGES, family)) return PAGES[family];
  const wanted = `one of ${Object.keys(PAGES).join(', ')}`;
  throw new Error(
    `penalty ${id}: expected ${wanted} before the / but received '${family}': add it to PAGES in ` +
      'docs/generate/penalty-table.ts, and write its page',
  );
}

/** The name of a parameter with its default: `coarseness=1`. */
function parametersOf(id: string): string {
  const { parameters } = penalties.describe(id);
  return Object.entries(parameters)
    .map(([name, parameter]) => `\`${name}=${parameter.default}\``)
    .join(', ');
}

/** What a reader must know before choosing it: whether it has an exact value, and whether it trains a network. */
function kindOf(id: string): string {
  const penalty = penalties.get(id);
  if (penalty.trains) return 'trains a network';
  return penalty.needsEvidence ? 'needs evidence' : '';
}

/** One row for each registered penalty, in the order in which `list` shows them. */
export function penaltiesTable(): string {
  const rows = penalties
    .ids()
    .filter((id) => splitId(id).name === id)
    .map((id) => {
      const page = pageOf(id);
      const { summary } = penalties.describe(id);
      return `| \`${id}\` | ${summary} | ${parametersOf(id)} | ${kindOf(id)} | [${page}](${page}.md) |`;
    });
  return ['| id | what it reads | parameters | | page |', '|---|---|---|---|---|', ...rows].join('\n');
}

const BEGIN = '<!-- Written by `npm run docs:tables` from the registry: do not edit. -->';
const END = '<!-- End of the table. -->';

/** The page `docs/penalties/README.md` with the table of today's registry. */
export function withPenaltiesTable(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest.split(END);
  return `${before}${BEGIN}\n${penaltiesTable()}\n${END}${after}`;
}

/** The tables of the command `optimum` for a person. */
import type { Compiled } from '../../core/tables/compile.ts';
import { nameEvidence } from '../../core/world/evidence.ts';
import type { Said } from '../run/run.ts';
import { figure, formatBlocks, shortFigure, wrap } from '../terminal.ts';
import type { CrossRow } from './cross.ts';
import type { OptimumRow } from './row.ts';

/** Harms nearer than this print alike. */
const ALIKE = 0.005;

/** Rows, with the probability of each one's evidence value. */
type Weighed<Row> = readonly { readonly row: Row; readonly probability: number }[];

/** One table for each world and penalty, the cross table, and a sentence about the greatest difference. */
export function textOf(
  rows: readonly OptimumRow[],
  cross: readonly CrossRow[],
  worlds: readonly Compiled[],
  gap: number,
): string {
  const groups = grouped(rows, ({ world, penalty }) => `${world} ${penalty}`);
  const tables = [...groups.values()].map((own) => table(own, worldOf(worlds, own[0].world), gap));
  return [...tables, ...crossTables(cross, worlds), LEGEND].join('\n\n');
}

/** The sentence of the world and the penalty in which the best program differs most from the library’s best. */
export function saidOf(rows: readonly OptimumRow[], worlds: readonly Compiled[]): Said {
  const groups = [...grouped(rows, ({ world, penalty }) => `${world} against ${penalty}`)];
  const gap = (own: readonly OptimumRow[]) => Math.max(...own.map(({ harm, libraryHarm }) => harm - libraryHarm));
  const question = 'What does the best program of all do against a penalty, beside the library’s best?';
  if (groups.length === 0) return { question, answer: 'Nothing was measured.' };
  const [title, own] = groups.reduce((most, one) => (gap(one[1]) > gap(most[1]) ? one : most));
  const told = sentence(own, worldOf(worlds, own[0].world));
  return { question, answer: groups.length === 1 ? told : `${title}: ${told}` };
}

function worldOf(worlds: readonly Compiled[], id: string): Compiled {
  return worlds.find(({ world }) => world.id === id)!;
}

function table(rows: readonly OptimumRow[], compiled: Compiled, gap: number): string {
  const columns = [
    'λ',
    'optimum',
    '± at most',
    'library',
    'loss',
    'utility',
    'penalty',
    'harm',
    'most harm',
    'library’s',
  ];
  const lines = [...grouped(rows, ({ weight }) => String(weight))].map(([weight, own]) => {
    const weighed = weigh(own, compiled);
    const value = (read: (row: OptimumRow) => number) => mean(weighed, read);
    return [
      weight,
      figure(value(({ low }) => low)),
      Math.max(...own.map(({ low, high }) => high - low)).toExponential(0),
      figure(value(({ libraryObjective }) => libraryObjective)),
      figure(value(({ low, libraryObjective }) => Math.max(0, low - libraryObjective))),
      figure(value(({ utility }) => utility)),
      figure(value(({ divergence }) => divergence)),
      figure(value(({ harm }) => harm)),
      own.some(({ greatestHarm }) => greatestHarm === null) ? '—' : figure(value(({ greatestHarm }) => greatestHarm!)),
      figure(value(({ libraryHarm }) => libraryHarm)),
    ];
  });
  const [{ world, penalty, evidence }] = rows;
  const one = new Set(rows.map((row) => row.evidence.join())).size === 1;
  const under = one ? nameEvidence(compiled.world, evidence) : 'means over the prior';
  const heading = `${world} · against ${penalty} · ${under}`;
  return [heading, formatBlocks(columns, lines), wrap(sentence(rows, compiled) + openSentence(rows, gap))].join('\n\n');
}

/** Where an optimiser differs most from the library. */
function sentence(rows: readonly OptimumRow[], compiled: Compiled): string {
  const worst = rows.reduce((most, row) => (row.harm - row.libraryHarm > most.harm - most.libraryHarm ? row : most));
  const isSearched = rows.some((row) => row.isSearched);
  // What is said of the loss must hold wherever the optimum lies between its bounds.
  const lossOf = ({ low, high, libraryObjective }: OptimumRow) => (isSearched ? low : high) - libraryObjective;
  const loss = rows.reduce((most, row) => (lossOf(row) > lossOf(most) ? row : most));
  const where = (row: OptimumRow) => `at λ = ${row.weight} under ${nameEvidence(compiled.world, row.evidence)}`;
  const missed = figure(Math.max(0, lossOf(loss)));
  const found = isSearched ? 'The optimum was only searched for: it is a lower bound. ' : '';
  const bound = isSearched ? 'at least' : 'at most';
  const first = `${found}The library misses ${bound} ${missed} of the objective, ${where(loss)}.`;
  const best = isSearched ? 'the best program that was found' : 'the best program';
  if (worst.harm - worst.libraryHarm < ALIKE)
    return `${first} ${best[0].toUpperCase()}${best.slice(1)} never does more harm than the library’s best.`;
  const harms = `${figure(worst.harm)} of harm, and the library’s best, ${worst.library}, ${figure(worst.libraryHarm)}`;
  return `${first} Most unlike is the harm ${where(worst)}: ${best} does ${harms}.`;
}

/** Says where bounds did not come as near as was asked for; '' where all did. */
function openSentence(rows: readonly OptimumRow[], gap: number): string {
  const open = rows.filter((row) => !row.closed && !row.isSearched);
  if (open.length === 0) return '';
  const widest = Math.max(...open.map(({ low, high }) => high - low)).toExponential(0);
  const share = `${open.length} of ${rows.length}`;
  return ` In ${share} rows the bounds stay further apart than --gap ${gap}, by ${widest} at most.`;
}

/** One table for each world and λ: what each penalty reads of the program that was written against another. */
function crossTables(cross: readonly CrossRow[], worlds: readonly Compiled[]): string[] {
  return [...grouped(cross, ({ world, weight }) => `${world} λ = ${weight}`)].map(([title, rows]) => {
    const compiled = worldOf(worlds, rows[0].world);
    const authors = [...new Set(rows.map(({ against }) => against))];
    const readers = [...new Set(rows.map(({ reader }) => reader))];
    const cell = (own: readonly CrossRow[]) => {
      if (own.length === 0 || own.some(({ value }) => value === null)) return '—';
      return shortFigure(mean(weigh(own, compiled), ({ value }) => value!));
    };
    const harms = authors.map((against) => {
      const own = rows.filter((row) => row.against === against && row.reader === readers[0]);
      return figure(mean(weigh(own, compiled), ({ harm }) => harm));
    });
    const lines = readers.map((reader) => [
      reader,
      ...authors.map((against) => cell(rows.filter((row) => row.reader === reader && row.against === against))),
    ]);
    const heading = `${title}: what each penalty reads of the best program against another`;
    return `${heading}\n\n${formatBlocks(['read by', ...authors], [...lines, ['its harm', ...harms]])}`;
  });
}

function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

function weigh<Row extends { readonly evidence: readonly number[] }>(
  rows: readonly Row[],
  compiled: Compiled,
): Weighed<Row> {
  const probabilities = new Map(compiled.evidences.map(({ value, probability }) => [value.join(), probability]));
  return rows.map((row) => ({ row, probability: probabilities.get(row.evidence.join())! }));
}

function mean<Row>(rows: Weighed<Row>, read: (row: Row) => number): number {
  const total = rows.reduce((sum, { probability }) => sum + probability, 0);
  return rows.reduce((sum, { row, probability }) => sum + (probability / total) * read(row), 0);
}

const LEGEND = wrap(
  'optimum: the greatest objective of any program; loss: by how much the library’s best misses it\n' +
    'utility, penalty, harm: of the program that reaches it; most harm: the greatest that was found among programs ' +
    'surely within 0.001 of the optimum (whatever --gap says), in a short search: some program may do more\n' +
    '—: no such program is known, or the penalty has no exact value\n' +
    'programs/N.json hold the programs: try --disciple and train --join take them',
);

/** The coarse-graining that a network has learned: bins of its logits, and what tells them apart. */
import { BIN_EDGES, type LogitBin, logitBins } from '../../learning/divergence/logit-bins.ts';
import type { TrainedWorld } from './worlds.ts';

/** The learned coarse-graining of one (e, S). */
export interface LearnedBins {
  readonly world: string;
  readonly evidence: readonly number[];
  readonly disciple: string;
  readonly rollouts: number;
  readonly bins: readonly LogitBin[];
}

/** A number for JSON. JSON has no infinite numbers, so these are the texts 'Infinity' and '-Infinity'. */
type JsonNumber = number | 'Infinity' | '-Infinity';

/** `LearnedBins` as JSON. */
export type BinsJson = Omit<LearnedBins, 'bins'> & {
  readonly bins: readonly (Omit<LogitBin, 'low' | 'high' | 'logRatio'> & {
    readonly low: JsonNumber;
    readonly high: JsonNumber;
    readonly logRatio: JsonNumber | null;
  })[];
};

/** Bins that `JSON.stringify` keeps. `binsOf` turns them back. */
export function binsJson(learned: LearnedBins): BinsJson {
  const write = (value: number) => (Number.isFinite(value) ? value : (String(value) as JsonNumber));
  const bins = learned.bins.map((bin) => ({
    ...bin,
    low: write(bin.low),
    high: write(bin.high),
    logRatio: bin.logRatio === null ? null : write(bin.logRatio),
  }));
  return { ...learned, bins };
}

export function binsOf(json: BinsJson): LearnedBins {
  const bins = json.bins.map((bin) => ({
    ...bin,
    low: Number(bin.low),
    high: Number(bin.high),
    logRatio: bin.logRatio === null ? null : Number(bin.logRatio),
  }));
  return { ...json, bins };
}

/** Bins of the logits of a frozen network, on the fresh draws by which the case is judged. */
export function learnedBins(
  { library, network }: TrainedWorld,
  { e, s }: { readonly e: number; readonly s: number },
  rollouts: number,
): LearnedBins {
  const { compiled, pool } = library;
  const counted = network.judge(pool.draw(e, s, rollouts, 'judging'));
  const cells = counted.tuples.map((tuple) => pool.tuples[tuple]);
  return {
    world: compiled.world.id,
    evidence: compiled.evidences[e].value,
    disciple: compiled.world.disciples[s].id,
    rollouts,
    bins: logitBins({ ...counted, cells }, BIN_EDGES),
  };
}

export const BINS_COLUMNS = [
  'world',
  'evidence',
  'disciple',
  'logit_above',
  'logit_up_to',
  'mass1',
  'mass0',
  'mean_logit',
  'question',
  'telling',
  'cell',
  'share',
] as const;

/** One line for each bin, question and cell. */
export function binsFields(
  { world, evidence, disciple, bins }: LearnedBins,
  questions: readonly string[],
): (string | number | null)[][] {
  const end = (edge: number) => (Number.isFinite(edge) ? edge : null);
  return bins.flatMap(({ low, high, mass1, mass0, logit, answers }) => {
    const bin = [world, evidence.join(' '), disciple, end(low), end(high), mass1, mass0, logit];
    if (answers.length === 0) return [[...bin, null, null, null, null]];
    return answers.flatMap(({ question, telling, cells }) =>
      cells.map(({ cell, share }) => [...bin, questions[question], telling, cell, share]),
    );
  });
}

/** The readings of a cell as text: one number where the cell is one whole number wide, else an interval. */
export function readingsOf(question: { readonly grain?: number; readonly origin?: number }, cell: number): string {
  const { grain = 1, origin = 0 } = question;
  const low = tidy(origin + cell * grain);
  if (grain === 1 && Number.isInteger(origin)) return String(low);
  return `[${low}, ${tidy(origin + (cell + 1) * grain)})`;
}

/** A number without the digits that rounding adds: 0.3 rather than 0.30000000000000004. */
function tidy(value: number): number {
  return Number(value.toPrecision(10));
}

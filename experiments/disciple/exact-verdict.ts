/** Judges learned disciples exactly, on the tables of a compiled world. */
import { boot, type Disciple } from '../../core/disciple/disciple.ts';
import { expectation } from '../../core/forecast/forecast.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { plan } from '../../core/tables/plan.ts';
import { unitValue } from '../../core/world/state-values.ts';
import { bestIndex, expectedUtility } from '../../penalties/objective.ts';
import { exactForecasterOf } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import type { DiscipleSettings } from './settings.ts';

/** A trained disciple. */
export interface Trained {
  readonly seed: number;
  readonly role: string;
  readonly source: string;
}

/** Exact figures of one source under one evidence value. */
interface Figures {
  readonly utility: number;
  /** The expected utility where the wire erased the source. */
  readonly nullUtility: number;
  readonly harm: number;
  readonly nullHarm: number;
  readonly joint: number;
  readonly each: number;
}

/** Exact figures of one learned disciple under one evidence value. */
export interface ExactRow extends Omit<Figures, 'nullUtility'> {
  readonly seed: number;
  readonly role: string;
  readonly evidence: readonly number[];
  /** The greatest expected utility of any disciple. */
  readonly optimal: number;
}

/** What a master sends when the learned disciples of one seed have joined the library, exactly. */
export interface ExactChoice {
  readonly seed: number;
  readonly evidence: readonly number[];
  readonly unpenalised: string;
  readonly penalised: string;
}

/** The penalty of the master that chooses among learned disciples and the library. */
export const MASTER_PENALTY = 'coarse/joint/tv';

/**
 * Judges learned disciples on the tables, under every evidence value, and lets an exact master choose among those of
 * each seed and the library. Training never reads harm; this judge does.
 */
export function exactVerdict(
  compiled: Compiled,
  trained: readonly Trained[],
  { weight, erasure }: Pick<DiscipleSettings, 'weight' | 'erasure'>,
): { readonly rows: readonly ExactRow[]; readonly choices: readonly ExactChoice[] } {
  const { world, evidences } = compiled;
  const best = optimalUtilities(compiled);
  const library = world.disciples.map(({ id, source }) => ({ id, figures: figuresOf(compiled, source) }));
  const learned = trained.map((one) => ({ ...one, figures: figuresOf(compiled, one.source) }));
  const rows = learned.flatMap(({ seed, role, figures }) =>
    figures.map(({ nullUtility: _, ...row }, e) => ({
      seed,
      role,
      evidence: evidences[e].value,
      optimal: best[e],
      ...row,
    })),
  );
  const choices = [...new Set(trained.map(({ seed }) => seed))].flatMap((seed) => {
    const own = learned.filter((one) => one.seed === seed);
    const sendable = [...library, ...own.map(({ role, figures }) => ({ id: `learned-${role}`, figures }))];
    return evidences.map(({ value: evidence }, e) => {
      const sent = (lambda: number) => {
        const scores = sendable.map(({ figures }) => {
          const { utility, nullUtility, joint } = figures[e];
          return (1 - erasure) * utility + erasure * nullUtility - lambda * joint;
        });
        return sendable[bestIndex(scores)].id;
      };
      return { seed, evidence, unpenalised: sent(0), penalised: sent(weight) };
    });
  });
  return { rows, choices };
}

/** The greatest expected utility of any disciple, by evidence index. */
function optimalUtilities(compiled: Compiled): number[] {
  const optimum: Disciple = {
    source: '(the optimal plan for utility)',
    act: () => 0,
    table: { kind: 'sure', actions: plan(compiled, compiled.utility) },
  };
  return compiled.evidences.map(({ value }) => expectedUtility(compiled, value, optimum));
}

/** Figures of one source, by evidence index. Sources are taken one after another, since few forecasts are kept. */
function figuresOf(compiled: Compiled, source: string): Figures[] {
  const disciple = boot(compiled, source);
  const forecaster = exactForecasterOf(compiled);
  return compiled.evidences.map(({ value: evidence }) => {
    const mean = (name: 'utility' | 'harm', x: 0 | 1) =>
      expectation(forecaster(evidence, disciple, x), (state) => unitValue(compiled.world, state, name));
    const measured = (id: string) => penalties.get(id).exact({ compiled, evidence, disciple }).value;
    return {
      utility: mean('utility', 1),
      nullUtility: mean('utility', 0),
      harm: mean('harm', 1),
      nullHarm: mean('harm', 0),
      joint: measured(MASTER_PENALTY),
      each: measured('coarse/each/tv'),
    };
  });
}

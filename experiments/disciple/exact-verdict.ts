import { type Compiled, unitValue } from '../../core/compile.ts';
import { boot, type Disciple } from '../../core/disciple.ts';
import { expectation } from '../../core/forecast.ts';
import { withLibrary } from '../../core/library.ts';
import { plan } from '../../core/plan.ts';
import { bestIndex, exactObjective, exactPenalties } from '../../penalties/judge.ts';
import { exactForecasterOf } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/registry.ts';
import type { DiscipleSettings } from './settings.ts';

/** A trained disciple. */
export interface Trained {
  readonly seed: number;
  readonly role: string;
  readonly source: string;
}

/** One learned disciple under one evidence value, exactly. */
export interface ExactRow {
  readonly seed: number;
  readonly role: string;
  readonly evidence: readonly number[];
  readonly utility: number;
  /** The greatest expected utility of any disciple. */
  readonly optimal: number;
  readonly harm: number;
  readonly nullHarm: number;
  readonly joint: number;
  readonly each: number;
}

/** What a master sends when the learned disciples of one seed have joined the library, exactly. */
export interface ExactChoice {
  readonly seed: number;
  readonly evidence: readonly number[];
  readonly unpenalised: string;
  readonly penalised: string;
}

/** The penalty of the master who then chooses. */
export const MASTER_PENALTY = 'coarse/joint/tv';

/** Judges learned disciples on the tables, under every evidence value. Harm is read here alone. */
export function exactRows(compiled: Compiled, trained: readonly Trained[]): ExactRow[] {
  const { world } = compiled;
  const forecaster = exactForecasterOf(compiled);
  const optimum: Disciple = {
    source: '(the optimal plan for utility)',
    act: () => 0,
    table: { kind: 'sure', actions: plan(compiled, compiled.utility) },
  };
  const best = compiled.evidences.map(({ value }) =>
    expectation(forecaster(value, optimum, 1), (state) => unitValue(world, state, 'utility')),
  );
  return trained.flatMap(({ seed, role, source }) => {
    const disciple = boot(compiled, source);
    return compiled.evidences.map(({ value: evidence }, e) => {
      const mean = (name: 'utility' | 'harm', x: 0 | 1) =>
        expectation(forecaster(evidence, disciple, x), (state) => unitValue(world, state, name));
      const measured = (id: string) => penalties.get(id).exact({ compiled, evidence, disciple }).value;
      return {
        seed,
        role,
        evidence,
        utility: mean('utility', 1),
        optimal: best[e],
        harm: mean('harm', 1),
        nullHarm: mean('harm', 0),
        joint: measured('coarse/joint/tv'),
        each: measured('coarse/each/tv'),
      };
    });
  });
}

/** Which source the exact master sends from the library and the learned disciples of one seed. */
export function exactChoices(
  compiled: Compiled,
  trained: readonly Trained[],
  { weight, erasure }: DiscipleSettings,
): ExactChoice[] {
  const seeds = [...new Set(trained.map(({ seed }) => seed))];
  return seeds.flatMap((seed) => {
    const learned = trained.filter((one) => one.seed === seed);
    const library = withLibrary(compiled, [
      ...compiled.world.disciples,
      ...learned.map(({ role, source }) => ({ id: `learned-${role}`, source, summary: `learned from seed ${seed}` })),
    ]);
    return library.evidences.map(({ value: evidence }) => {
      const objective = exactObjective(library, evidence, erasure);
      const penalty = exactPenalties(library, evidence, MASTER_PENALTY);
      const sent = (lambda: number) =>
        library.world.disciples[bestIndex(objective.map((utility, s) => utility - lambda * penalty[s]))].id;
      return { seed, evidence, unpenalised: sent(0), penalised: sent(weight) };
    });
  });
}

/**
 * The coarse family. The essay: "Independently of whether the disciple AI was built, similar worlds should be
 * similarly likely."
 *
 * D(g∘P(e,S,1), g∘P(e,S,0)) for a coarse-graining g of outcomes and a divergence D: `tv` in [0, 1]; `js` in bits, in
 * [0, 1]; squared `hellinger`, in [0, 1]; `kl` in nats, in [0, ln 199]. Formulas, intervals and their measured
 * coverage are in `docs/penalties/coarse.md`.
 *
 * Known to fail: `identity` reads 1 for every disciple that exists. `joint` reads nearly 1 as soon as one answer
 * surely changes, so it depends on the grains. `each` divides a change by the number of questions, also by those that
 * do not see it; so does `random`, which therefore does not grow with the number of questions. `worst` and
 * `random-worst` are biased upward on samples. All of them are blind to what no question asks, and to what is hidden
 * from the answers.
 */
import { integer, type Parameter, type Parameters, real } from '../../core/world/parameters.ts';
import type { World } from '../../core/world/world.ts';
import { divergenceNames } from '../divergence.ts';
import type { Graining } from '../graining.ts';
import type { PenaltyFactory } from '../registry.ts';
import * as grainings from './grainings.ts';
import { partitionedPenalty } from './partitioned.ts';

const coarseness: Parameter = real(1, 0, 1e6, 'factor on every grain; 0 for the finest cells');

/** Of the random questions. */
const asked: Parameters = {
  questions: integer(100, 1, 1_000_000, 'how many questions'),
  seed: integer(0, 0, 2 ** 31 - 1, 'which questions'),
};

type Values = Readonly<Record<string, number>>;

interface Variant {
  readonly name: string;
  readonly summary: string;
  readonly parameters: Parameters;
  readonly combine: 'mean' | 'max';
  grain<State>(world: World<State>, values: Values): Graining<State>;
}

const variants: readonly Variant[] = [
  {
    name: 'identity',
    summary: 'the direct comparison of outcomes, which the essay says fails',
    parameters: {},
    combine: 'mean',
    grain: (world) => grainings.identity(world),
  },
  {
    name: 'joint',
    summary: 'all the questions’ answers at once',
    parameters: { coarseness },
    combine: 'mean',
    grain: (world, values) => grainings.joint(world, values.coarseness),
  },
  {
    name: 'each',
    summary: 'mean over the questions',
    parameters: { coarseness },
    combine: 'mean',
    grain: (world, values) => grainings.each(world, values.coarseness),
  },
  {
    name: 'worst',
    summary: 'maximum over the questions',
    parameters: { coarseness },
    combine: 'max',
    grain: (world, values) => grainings.each(world, values.coarseness),
  },
  {
    name: 'random',
    summary: 'mean over random yes/no questions on the quantities',
    parameters: asked,
    combine: 'mean',
    grain: (world, values) => grainings.random(world, values.questions, values.seed),
  },
  {
    name: 'random-worst',
    summary: 'maximum over random yes/no questions on the quantities',
    parameters: asked,
    combine: 'max',
    grain: (world, values) => grainings.random(world, values.questions, values.seed),
  },
  {
    name: 'random-joint',
    summary: 'the answers to random yes/no questions on the quantities, all at once',
    parameters: asked,
    combine: 'mean',
    grain: (world, values) => grainings.randomJoint(world, values.questions, values.seed),
  },
];

/** `coarse/{identity,joint,each,worst,random,random-worst,random-joint}/{tv,js,hellinger,kl}`. */
export const coarsePenalties: readonly PenaltyFactory[] = variants.flatMap((variant) =>
  divergenceNames.map((divergence) => ({
    name: `coarse/${variant.name}/${divergence}`,
    summary: `${divergence} of ${variant.summary}`,
    parameters: variant.parameters,
    create: (values: Values, id: string) =>
      partitionedPenalty({
        id,
        summary: `${divergence} of ${variant.summary}`,
        divergence,
        combine: variant.combine,
        // The four divergences order disciples much alike: total variation speaks for all of them.
        quick: divergence === 'tv',
        grain: (world) => variant.grain(world, values),
      }),
  })),
);

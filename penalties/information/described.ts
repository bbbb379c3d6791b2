/**
 * Description lengths. The essay: "measure how much more information we would need to describe P(e,S,1), given that we
 * know P(e,S,0) (and vice-verse)"; "P(e,S,1) and P(e,S,0) have roughly similar minimal description length (the expected
 * future of the world doesn't get simpler or more complicated based on the disciple AI) and […] the description of
 * P(e,S,0) given P(e,S,1) is very short in comparison."
 *
 * L(p) is the compressed length of p's portrait in bits, and L(p|q) its length with q's portrait as the dictionary.
 * `length` is |L(p₁) − L(p₀)| / max(L(p₁), L(p₀)). `conditional` is max(L(p₀|p₁) − L₀, L(p₁|p₀) − L₀) over the same
 * maximum, where L₀ is what a description costs given itself. Both are in [0, 1].
 *
 * The guard (`source.ts`) merges blocks of tiles, 1 × 1 to 4 × 4, until both descriptions are at most half as long as
 * the program that computes the forecasts. The parts hold `blocks` and `sourceBits`. `masterIsShorter` is 1 where not
 * even 4 × 4 blocks suffice: then "run the master with X=1" is the shorter description.
 *
 * From draws a tile differs between the branches only where the draws say so; otherwise every near tie would read as
 * change. The interval spans the pairs of portraits that the exact ones may be, at the same block size. It is
 * conservative, and wide where many tiles are near a tie. See `docs/penalties/information.md`.
 *
 * Known to fail: `length` is blind to a change of like complexity, such as an unrelated picture instead. A portrait
 * shows only each tile's most probable symbol, so it does not see what is rare, nor a shift of probability that crosses
 * neither ½ nor ¾. The portraits of small worlds have a few dozen bytes, of which one is some per cent. Data beyond the
 * window of deflate is refused.
 */
import { NoEstimate } from '../../core/base/errors.ts';
import type { Forecast } from '../../core/forecast/forecast.ts';
import { integer } from '../../core/world/parameters.ts';
import type { World } from '../../core/world/world.ts';
import { comparison } from '../comparison.ts';
import { exactly, type Measurement, type Penalty } from '../penalty.ts';
import type { PenaltyFactory } from '../registry.ts';
import { type PairLengths, pairLengths, signedChange } from './compare.ts';
import { BeyondWindow, rememberedLengths } from './compress.ts';
import { drawnTexts, estimatedLengths, intervalOf, type PairReading, relabelledValues, spreadOf } from './estimate.ts';
import { portraitOf } from './portrait.ts';
import { conditionalReading, lengthReading } from './readings.ts';
import { sourceBits } from './source.ts';
import { coarsen, commonSize, type Marginals, textWeights, tilesOf } from './tiles.ts';

/** Side of the largest blocks that the guard may take by itself: beyond 16 tiles a symbol, little is described. */
const LARGEST_BLOCKS = 4;

interface Described extends PairReading {
  readonly name: string;
  readonly summary: string;
  parts(lengths: PairLengths): Record<string, number>;
}

const length: Described = {
  ...lengthReading,
  name: 'information/length',
  summary: 'relative change of the description length of the expected future',
  parts: ({ present, absent }) => ({ present, absent, signed: signedChange(present, absent) }),
};

const conditional: Described = {
  ...conditionalReading,
  name: 'information/conditional',
  summary: 'how much of one branch’s description the other branch’s does not give',
  parts: (lengths) => ({ ...lengths, signed: signedChange(lengths.present, lengths.absent) }),
};

/** The description size that a measurement used. */
interface Quantised {
  readonly side: number;
  readonly lengths: PairLengths;
}

/**
 * The least blocks for which both descriptions are at most half as long as the program's (the guard), or `blocks`. A
 * portrait that is larger than the window of deflate is no description either, so the guard goes on to larger blocks.
 *
 * @throws BeyondWindow where the portrait is larger than the window at the largest blocks too, or at `blocks`
 */
function quantise(blocks: number, programBits: number, at: (side: number) => PairLengths): Quantised {
  if (blocks > 0) return { side: blocks, lengths: at(blocks) };
  for (let side = 1; ; side++) {
    try {
      const lengths = at(side);
      if (side === LARGEST_BLOCKS || fits(lengths, programBits)) return { side, lengths };
    } catch (error) {
      if (!(error instanceof BeyondWindow) || side === LARGEST_BLOCKS) throw error;
    }
  }
}

const fits = ({ present, absent }: PairLengths, programBits: number) => 2 * Math.max(present, absent) <= programBits;

function partsOf(described: Described, { side, lengths }: Quantised, programBits: number): Record<string, number> {
  return {
    ...described.parts(lengths),
    blocks: side,
    sourceBits: programBits,
    masterIsShorter: fits(lengths, programBits) ? 0 : 1,
  };
}

function describedPenalty(described: Described, blocks: number, id: string): Penalty {
  const compare = <State>(
    p1: Forecast<State>,
    p0: Forecast<State>,
    world: World<State>,
    seed: number,
    source: string,
  ): Measurement => {
    const bits = sourceBits(world, source);
    const lengths = rememberedLengths(world);
    if (p1.draws === null || p0.draws === null) {
      const [one, zero] = [tilesOf(p1, world), tilesOf(p0, world)];
      const size = commonSize(one, zero);
      const drawn = (law: Marginals, side: number) => portraitOf(coarsen(law, side, size));
      const quantised = quantise(blocks, bits, (side) =>
        pairLengths({ present: drawn(one, side), absent: drawn(zero, side) }, lengths),
      );
      return exactly(described.value(quantised.lengths), partsOf(described, quantised, bits));
    }
    try {
      const sample = drawnTexts(textWeights(p1, world), textWeights(p0, world), p1.draws, p0.draws);
      const quantised = quantise(blocks, bits, (side) => estimatedLengths(sample, side, lengths));
      const { side } = quantised;
      return {
        ...intervalOf(described, spreadOf(sample, side, seed, lengths)),
        null: relabelledValues(sample, side, described, seed, lengths),
        parts: partsOf(described, quantised, bits),
      };
    } catch (error) {
      if (error instanceof BeyondWindow) throw new NoEstimate(error.message, { cause: error });
      throw error;
    }
  };
  return comparison({ id, summary: described.summary }, compare);
}

/** `information/{length,conditional}`. */
export const describedPenalties: readonly PenaltyFactory[] = [length, conditional].map((described) => ({
  name: described.name,
  summary: described.summary,
  parameters: {
    blocks: integer(0, 0, 1000, 'side of the blocks of tiles merged into one; 0 for the least that the guard allows'),
  },
  create: ({ blocks }, id) => describedPenalty(described, blocks, id),
}));

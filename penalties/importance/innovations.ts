/** What each evidence variable adds to those declared before it. */
import type { EvidenceValue } from '../../core/world/evidence.ts';
import { type EmbeddingSpec, type EvidenceContext, labelledForecast } from './context.ts';
import { type Embedding, embeddingOf, type Joined, join } from './embedding.ts';
import { addScaled } from './linear.ts';
import { addGradient, type NormName, noisyNorm, norm } from './norms.ts';

/** The evidence values that begin alike: a node of the tree of evidence in declared order. */
interface Prefix {
  readonly probability: number;
  readonly children: readonly Prefix[];
  /** The evidence value of a leaf; −1 else. */
  readonly evidence: number;
}

/** Lexicographic order keeps the values of a prefix together. */
function prefixTree(values: readonly EvidenceValue[], variables: number): Prefix {
  const grow = (depth: number, start: number, end: number): Prefix => {
    if (depth === variables) return { probability: values[start].probability, children: [], evidence: start };
    const children: Prefix[] = [];
    for (let from = start; from < end; ) {
      let to = from + 1;
      while (to < end && values[to].value[depth] === values[from].value[depth]) to++;
      children.push(grow(depth + 1, from, to));
      from = to;
    }
    const probability = children.reduce((sum, child) => sum + child.probability, 0);
    return { probability, children, evidence: -1 };
  };
  return grow(0, 0, values.length);
}

/** How much each piece of evidence tells, beyond those declared before it, of the world without the disciple. */
export interface Innovations {
  /** E‖μ(e≤ᵢ) − μ(e<ᵢ)‖ at X=0 for each variable i; later variables are averaged under the prior. */
  readonly norms: readonly number[];
  /** H(eᵢ | e<ᵢ) for each variable i, in bits. */
  readonly bits: readonly number[];
  /** An upper bound of the distance of two outcomes' embeddings, whatever they are. */
  readonly diameter: number;
  /** The noise of the sum of the norms, where it was estimated; else null. */
  readonly noise: InnovationNoise | null;
}

/** What draws leave open about the sum of the innovations. */
export interface InnovationNoise {
  /** The sum before debiasing, and less all that noise can have added to it. */
  readonly plugin: number;
  readonly least: number;
  readonly deviation: number;
  /** What each evidence value contributes to deviation². */
  readonly variances: Float64Array;
}

/**
 * The innovations of the evidence, in declared order. They compress the evidence: a variable that others determine adds
 * nothing and costs no bits. From draws each norm is debiased.
 */
export function innovationsOf(context: EvidenceContext, spec: EmbeddingSpec, name: NormName): Innovations {
  const { world, values } = context;
  const joined = join(values.map((_, evidence) => labelledForecast(context, evidence, 0, spec)));
  const embedding = embeddingOf(spec, world, joined.tuples);
  const diameter = diameterOf(spec, name, world.questions.length, joined);
  const tree = prefixTree(values, world.evidence.variables.length);
  const sampled = joined.draws.every((draws) => draws !== null);
  const bits = world.evidence.variables.map(() => 0);
  addBits(tree, 0, bits);
  const norms = bits.map(() => 0);
  if (!sampled) {
    exactNorms(tree, 0, name, (evidence) => embedding.mean(joined.weights[evidence]), norms);
    return { norms, bits, diameter, noise: null };
  }
  const noise = noisyNorms(tree, values, name, joined, embedding, norms);
  return { norms, bits, diameter, noise };
}

function addBits(node: Prefix, depth: number, bits: number[]): void {
  for (const child of node.children) {
    bits[depth] += child.probability * Math.log2(node.probability / child.probability);
    addBits(child, depth + 1, bits);
  }
}

/** Adds up the innovations below a node, and returns its mean. */
function exactNorms(
  node: Prefix,
  depth: number,
  name: NormName,
  leaf: (evidence: number) => Float64Array,
  norms: number[],
): Float64Array {
  if (node.children.length === 0) return leaf(node.evidence);
  const means = node.children.map((child) => exactNorms(child, depth + 1, name, leaf, norms));
  // An only child is its parent, without rounding: what is determined adds nothing.
  if (means.length === 1) return means[0];
  const mean = weightedMean(node, means);
  node.children.forEach((child, k) => {
    norms[depth] +=
      child.probability *
      norm(
        name,
        means[k].map((value, i) => value - mean[i]),
      );
  });
  return mean;
}

function weightedMean(node: Prefix, means: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(means[0].length);
  node.children.forEach((child, k) => {
    addScaled(mean, child.probability / node.probability, means[k]);
  });
  return mean;
}

/** A node with its estimated mean and Σ π(e)² · the variance of μ(e), by coordinate. */
interface Estimated {
  readonly node: Prefix;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  readonly children: readonly Estimated[];
}

const Z = 1.96;

function noisyNorms(
  tree: Prefix,
  values: readonly EvidenceValue[],
  name: NormName,
  joined: Joined,
  embedding: Embedding,
  norms: number[],
): InnovationNoise {
  const estimate = (node: Prefix): Estimated => {
    if (node.children.length === 0) {
      const weights = joined.weights[node.evidence];
      const mean = embedding.mean(weights);
      return {
        node,
        mean,
        spread: meanVariance(embedding, weights, mean, joined.draws[node.evidence]!, node.probability ** 2),
        children: [],
      };
    }
    const children = node.children.map(estimate);
    const spread = new Float64Array(children[0].spread.length);
    for (const child of children) addScaled(spread, 1, child.spread);
    const means = children.map(({ mean }) => mean);
    return { node, mean: means.length === 1 ? means[0] : weightedMean(node, means), spread, children };
  };
  let plugin = 0;
  let least = 0;
  const variances = new Float64Array(values.length);
  // Downward: the gradient of the sum of norms with respect to the mean of each evidence value, over its probability.
  const descend = ({ node, mean, spread, children }: Estimated, depth: number, gradient: Float64Array): void => {
    if (children.length === 0) {
      const { evidence } = node;
      const draws = joined.draws[evidence]!;
      variances[evidence] =
        values[evidence].probability ** 2 * alongVariance(embedding, joined.weights[evidence], gradient, draws);
      return;
    }
    if (children.length === 1) {
      descend(children[0], depth + 1, gradient);
      return;
    }
    const common = gradient.slice();
    const differences = children.map((child) => child.mean.map((value, i) => value - mean[i]));
    children.forEach((child, k) => {
      const share = child.node.probability / node.probability;
      const inside = (1 - share) ** 2 / child.node.probability ** 2;
      const outside = 1 / node.probability ** 2;
      const noise = child.spread.map((own, i) => inside * own + outside * Math.max(0, spread[i] - own));
      const size = noisyNorm(name, differences[k], noise, Z);
      norms[depth] += child.node.probability * size.value;
      plugin += child.node.probability * size.plugin;
      least += child.node.probability * size.least;
      addGradient(name, differences[k], -share, common);
    });
    children.forEach((child, k) => {
      const own = common.slice();
      addGradient(name, differences[k], 1, own);
      descend(child, depth + 1, own);
    });
  };
  const root = estimate(tree);
  descend(root, 0, new Float64Array(root.mean.length));
  const deviation = Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0));
  return { plugin, least, deviation, variances };
}

/** The variance of each coordinate of an embedded mean of `draws` draws, times `factor`. */
export function meanVariance(
  embedding: Embedding,
  weights: Float64Array,
  mean: Float64Array,
  draws: number,
  factor = 1,
): Float64Array {
  const scale = factor / Math.max(1, draws - 1);
  return embedding.meanSquare(weights).map((square, i) => scale * Math.max(0, square - mean[i] * mean[i]));
}

/**
 * The variance of gradient · μ from `draws` draws. Four draws are added at the ends of what the gradient makes of the
 * atoms (Agresti and Coull); without them an interval collapses where the outcome looks sure.
 */
export function alongVariance(
  embedding: Embedding,
  weights: Float64Array,
  gradient: Float64Array,
  draws: number,
): number {
  const along = embedding.along(gradient);
  let mean = 0;
  let square = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < along.length; a++) {
    mean += weights[a] * along[a];
    square += weights[a] * along[a] * along[a];
    low = Math.min(low, along[a]);
    high = Math.max(high, along[a]);
  }
  return (Math.max(0, square - mean * mean) + (high - low) ** 2 / (draws + 4)) / draws;
}

/**
 * Cells: 2 in L1 and √2 in L2, for two point masses. Answers: the diagonal of the box of readings that outcomes at X=0
 * reach under any evidence. A side is at least one grain, the width within which readings count as the same. It is 0
 * for a question that never moves: such a question changes nothing. Where none moves, the diagonal is one grain.
 */
function diameterOf(spec: EmbeddingSpec, name: NormName, questions: number, { tuples }: Joined): number {
  if (spec.embedding === 'cells') return name === 'l1' ? 2 : Math.SQRT2;
  const sides = Array.from({ length: questions }, (_, q) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const tuple of tuples) {
      low = Math.min(low, tuple[q]);
      high = Math.max(high, tuple[q]);
    }
    return high === low ? 0 : Math.max(1, high - low);
  });
  return norm(name, sides) || 1;
}

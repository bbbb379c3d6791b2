/** One training of a writer: it writes programs, plays episodes with them, and learns from what they earned. */

import { pickWeighted, type Stream, stream } from '../../core/base/random.ts';
import { drawEvidence } from '../../core/forecast/branches.ts';
import { MOST_TOKENS } from '../../core/grammar/grammar.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { EvidenceValue } from '../../core/world/evidence.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { geometric, type Schedule } from '../../learning/network/schedule.ts';
import { type TokenChoice, TokenPolicy } from '../../learning/policy/token-policy.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { Earnings } from './earnings.ts';
import { type Prefix, Prefixes, type Words } from './prefixes.ts';
import { type Case, type Prices, pricesOf } from './prices.ts';
import { Reader } from './reader.ts';
import { Trials } from './trials.ts';

/** So many programs are written in one update, */
const WRITTEN = 32;
/** and so many of the best are written once more. */
const REPEATED = 8;
/** So many episodes are played with each. */
const EPISODES_EACH = 4;

const FIRST_RATE = 5e-3;
const rateAt = geometric(FIRST_RATE, 0.1);
/** The weight of the entropy of each token's choice, in units of the reward's deviation. */
const entropyWeightAt = geometric(0.2, 0.3);
/** The weight of the programs that are written once more, where that of the policy gradient is 1. */
const REPEATED_WEIGHT = 0.5;
/** The share of the repeated programs that are taken from another evidence value. */
const ABROAD = 0.5;
/** So many of its likeliest programs the writer tries once more before it sends one, */
const CANDIDATES = 8;
/** in so many times fewer episodes than the best of all that are tried once more. */
const SHORT = 8;

/**
 * The share of the programs that may be new by then. A new program must be planned, which takes far longer than
 * episodes with a known one. So the new ones are spread over the training, and come from an ever better network.
 */
const newShareAt: Schedule = (progress) => Math.min(1, 0.2 + (0.8 * progress) / 0.7);

/** A token as it was chosen: after which prefix, and from which tokens. */
interface Step {
  readonly prefix: Prefix;
  readonly allowed: Uint8Array;
  readonly token: number;
}

/** A program as it was written under an evidence value. */
interface Writing extends Case {
  readonly steps: readonly Step[];
}

export interface SessionOptions<State> {
  readonly target: Compiled<State>;
  readonly grammar: Words;
  readonly penalty: Penalty;
  /** λ ≥ 0. */
  readonly weight: number;
  /** The probability that the wire erases the source. */
  readonly erasure: number;
  readonly seed: number;
  /** The name with which the streams of random numbers begin. */
  readonly name: string;
  /** How many episodes are played in all while the network learns. */
  readonly episodes: number;
  /** How many episodes each candidate is played in before one is sent, and how many draws measure a penalty. */
  readonly rollouts: number;
  /** How many programs are planned at most. */
  readonly programs: number;
  readonly backend: Backend;
}

/** What one update saw: the mean over the programs that it wrote. */
export interface SessionStep {
  /** Utility − λ · penalty. */
  readonly reward: number;
  /** How many programs were planned so far. */
  readonly programs: number;
}

/**
 * Trains a network to write. In each update it writes programs, each under its own draw of the evidence. Each program
 * is played in episodes, with their own draws of the wire, and is charged for its penalty. Its reward is the mean of
 * what it earned so far. See docs/learning.md.
 */
export class Session<State> {
  /** How many updates were made. */
  updates = 0;
  /** How many updates there are in all. */
  readonly iterations: number;
  readonly trials: Trials<State>;
  private readonly evidences: readonly EvidenceValue[];
  private readonly prefixes: Prefixes;
  private readonly policy: TokenPolicy;
  private readonly prices: Prices;
  private readonly earnings: Earnings;
  private readonly uniform: Stream;
  /** For each program, the tokens of its source. */
  private readonly tokens: (readonly number[])[] = [];

  constructor(private readonly options: SessionOptions<State>) {
    const { target, grammar, backend, seed, name, episodes, erasure, weight } = options;
    this.iterations = Math.ceil(episodes / ((WRITTEN + REPEATED) * EPISODES_EACH));
    this.evidences = target.evidences;
    this.trials = new Trials(target, erasure);
    this.prefixes = new Prefixes(grammar, MOST_TOKENS);
    this.uniform = stream(seed, name, 'episodes');
    this.prices = pricesOf({ ...options, trials: this.trials });
    this.earnings = new Earnings(this.evidences.length, this.trials, this.prices, weight);
    this.policy = new TokenPolicy(backend, {
      arities: target.world.evidence.variables.map(({ arity }) => arity),
      tokens: grammar.tokens.length,
      most: MOST_TOKENS,
      bias: this.prefixes.balance(),
      stream: stream(seed, name, 'weights'),
      learningRate: FIRST_RATE,
    });
  }

  get done(): boolean {
    return this.updates >= this.iterations;
  }

  /** Makes one update. */
  async step(): Promise<SessionStep> {
    const progress = this.updates / this.iterations;
    const reader = new Reader(this.policy, this.evidences);
    const written = Array.from({ length: WRITTEN }, () => this.write(reader, progress));
    await this.try(written, EPISODES_EACH);
    const repeated = Array.from({ length: REPEATED }, () => this.repeat(written));
    await this.try(repeated, EPISODES_EACH);
    this.prices.learn(progress);
    const advantages = this.earnings.advantages(written);
    const entropyWeight = entropyWeightAt(progress) / WRITTEN;
    this.policy.learningRate = rateAt(progress);
    this.policy.update([
      ...written.flatMap((one, i) => this.choices(one, advantages[i] / WRITTEN, entropyWeight)),
      ...repeated.flatMap((one) => this.choices(one, REPEATED_WEIGHT / REPEATED, 0)),
    ]);
    this.updates++;
    return { reward: mean(written.map(({ e, s }) => this.earnings.reward(e, s))), programs: this.trials.planned };
  }

  /**
   * For each evidence value, the source that is sent. The candidates are those that the network is likeliest to write,
   * those that earned most, here or anywhere, and the null program. All are tried once more; the best of them are tried
   * at length, and the one that then earned most is sent.
   */
  async choose(): Promise<string[]> {
    const { trials, evidences, earnings } = this;
    const { rollouts } = this.options;
    const reader = new Reader(this.policy, evidences);
    const anywhere = earnings.bestAnywhere();
    const chosen: string[] = [];
    for (const e of evidences.keys()) {
      const all = new Set([0, ...this.likeliest(reader, e), ...earnings.best(e), ...anywhere]);
      const cases = [...all].map((s) => ({ e, s }));
      await this.retry(cases, Math.ceil(rollouts / SHORT));
      cases.sort((a, b) => earnings.reward(e, b.s) - earnings.reward(e, a.s) || a.s - b.s);
      const best = cases.slice(0, CANDIDATES);
      await this.retry(best, rollouts);
      best.sort((a, b) => earnings.reward(e, b.s) - earnings.reward(e, a.s) || a.s - b.s);
      chosen.push(trials.sources[best[0].s]);
    }
    return chosen;
  }

  /** Frees the tensors. The session must not be used afterwards. */
  dispose(): void {
    this.policy.dispose();
    this.prices.dispose();
  }

  /** Writes a program under a fresh draw of the evidence. */
  private write(reader: Reader, progress: number): Writing {
    const { trials, prefixes, uniform } = this;
    const e = drawEvidence(this.evidences, uniform);
    const known = trials.planned >= newShareAt(progress) * this.options.programs;
    const steps: Step[] = [];
    let prefix = prefixes.root;
    while (true) {
      const allowed = known ? prefix.tried.slice() : prefix.allowed;
      const token = pickWeighted(reader.chances(e, prefix, allowed), uniform());
      steps.push({ prefix, allowed, token });
      if (token === prefixes.end) break;
      prefix = prefixes.follow(prefix, token);
    }
    const { tokens } = prefix;
    prefixes.mark(tokens);
    const source = prefixes.grammar.spell(tokens);
    const s = trials.program(source);
    if (trials.sources[s] === source) this.tokens[s] = tokens;
    return { e, s, steps };
  }

  /** Plays episodes of each case, and asks for its price. */
  private async try(cases: readonly Case[], episodes: number): Promise<void> {
    for (const { e, s } of cases) this.trials.play(e, s, episodes, this.uniform);
    await this.prices.look(cases);
    for (const { e, s } of cases) this.earnings.met(e, s);
  }

  /** Plays further episodes of each case, and asks for its price from as many rollouts. */
  private async retry(cases: readonly Case[], rollouts: number): Promise<void> {
    for (const { e, s } of cases) this.trials.play(e, s, rollouts, this.uniform);
    await this.prices.settle(cases, rollouts);
  }

  /** The programs that the network is likeliest to write under an evidence value. */
  private likeliest(reader: Reader, e: number): number[] {
    const chances = new Map<number, number>();
    reader.programs(e, this.prefixes.root, this.prefixes.end, ({ tokens }, chance) => {
      const s = this.trials.program(this.prefixes.grammar.spell(tokens));
      chances.set(s, (chances.get(s) ?? 0) + chance);
    });
    const sorted = [...chances].sort(([s, a], [t, b]) => b - a || s - t);
    return sorted.slice(0, CANDIDATES).map(([s]) => s);
  }

  /** One of the best programs under an evidence value at hand, as if it had been written once more. */
  private repeat(written: readonly Writing[]): Writing {
    const pick = () => written[Math.floor(this.uniform() * written.length)].e;
    const e = pick();
    // What is good under one evidence value may be so under another, where it need not be found again.
    const best = this.earnings.best(this.uniform() < ABROAD ? pick() : e);
    const s = best[Math.floor(this.uniform() * best.length)];
    const steps: Step[] = [];
    let { root: prefix } = this.prefixes;
    for (const token of [...this.tokens[s], this.prefixes.end]) {
      steps.push({ prefix, allowed: prefix.tried.slice(), token });
      if (token !== this.prefixes.end) prefix = this.prefixes.follow(prefix, token);
    }
    return { e, s, steps };
  }

  /** The choices that a program took, where there was one. */
  private choices({ e, steps }: Writing, gain: number, entropy: number): TokenChoice[] {
    const { value } = this.evidences[e];
    return steps
      .filter(({ allowed }) => allowed.reduce((sum, one) => sum + one, 0) > 1)
      .map(({ prefix, allowed, token }) => {
        const inputs = this.policy.inputs(value, prefix.tokens);
        return { inputs, allowed, token, gain, entropy };
      });
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Breeds programs in Polish notation: crossing, changing and lifting parts of them. */
import type { Grammar } from '../../core/grammar/grammar.ts';
import type { Uniform } from '../../core/world/chance.ts';

/** The chances of each way to breed a child. */
const [CROSSED, CHANGED, SPELLED] = [0.4, 0.3, 0.2];

/** Breeds programs of a grammar that have at most `most` tokens. */
export class Breeding {
  constructor(
    private readonly words: Pick<Grammar, 'arity' | 'sample' | 'tokens'>,
    private readonly most: number,
    private readonly uniform: Uniform,
  ) {}

  /**
   * A program made from one or two others: a part of the first is replaced by a part of the second, or by a new part;
   * or one token by another with as many arguments; or the program by one of its own parts.
   */
  child(first: readonly number[], second: readonly number[]): readonly number[] {
    const way = this.uniform();
    if (way < CROSSED) return this.cross(first, second);
    if (way < CROSSED + CHANGED) return this.change(first);
    if (way < CROSSED + CHANGED + SPELLED) return this.respell(first);
    const [from, to] = this.part(first);
    return first.slice(from, to);
  }

  private cross(first: readonly number[], second: readonly number[]): readonly number[] {
    const [from, to] = this.part(first);
    const [begin, end] = this.part(second);
    const room = this.most - (first.length - (to - from));
    return end - begin <= room ? [...first.slice(0, from), ...second.slice(begin, end), ...first.slice(to)] : first;
  }

  private change(first: readonly number[]): readonly number[] {
    const [from, to] = this.part(first);
    const room = this.most - (first.length - (to - from));
    return [...first.slice(0, from), ...this.words.sample(this.uniform, room), ...first.slice(to)];
  }

  private respell(first: readonly number[]): readonly number[] {
    const at = this.below(first.length);
    const { arity, tokens } = this.words;
    const alike = [...tokens.keys()].slice(0, -1).filter((token) => arity(token) === arity(first[at]));
    return first.with(at, alike[this.below(alike.length)]);
  }

  /** Where a part begins and ends, each part of the program as likely as another. */
  private part(program: readonly number[]): readonly [number, number] {
    const from = this.below(program.length);
    let open = 1;
    let to = from;
    while (open > 0) open += this.words.arity(program[to++]) - 1;
    return [from, to];
  }

  private below(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}

/** The tree of what a writer may write: each node is the tokens so far, with the tokens that may follow. */

import type { Grammar } from '../../core/grammar/grammar.ts';

/** What a writer needs of a grammar. */
export type Words = Pick<Grammar, 'tokens' | 'mask' | 'spell'>;

/** What is written so far. */
export interface Prefix {
  readonly tokens: readonly number[];
  /** 1 for each token that the grammar lets follow. */
  readonly allowed: Uint8Array;
  /** 1 for each token that leads to a program that was tried. */
  readonly tried: Uint8Array;
  readonly children: Map<number, Prefix>;
}

/** The prefixes of the programs of a grammar that have at most `most` tokens. They are made as they are reached. */
export class Prefixes {
  readonly root: Prefix;
  /** The number of the end token. */
  readonly end: number;

  constructor(
    readonly grammar: Words,
    private readonly most: number,
  ) {
    this.end = grammar.tokens.length - 1;
    this.root = this.make([]);
  }

  /** The prefix with one further token, which `allowed` must allow. */
  follow(prefix: Prefix, token: number): Prefix {
    let next = prefix.children.get(token);
    if (!next) {
      next = this.make([...prefix.tokens, token]);
      prefix.children.set(token, next);
    }
    return next;
  }

  /** Marks the program that these tokens are as tried. */
  mark(tokens: readonly number[]): void {
    let prefix = this.root;
    for (const token of tokens) {
      prefix.tried[token] = 1;
      prefix = this.follow(prefix, token);
    }
    prefix.tried[this.end] = 1;
  }

  /**
   * Logits with which a program's first token is as often one that can stand alone as one that needs others. Without
   * them most programs that a new network writes are a single token.
   */
  balance(): number[] {
    const { allowed } = this.root;
    const alone = Array.from(
      allowed,
      (one, token) => one !== 0 && this.follow(this.root, token).allowed[this.end] !== 0,
    );
    const count = (kind: boolean) => alone.filter((one, token) => allowed[token] !== 0 && one === kind).length;
    const [needy, able] = [count(false), count(true)];
    return alone.map((one) => (one || needy === 0 || able === 0 ? 0 : Math.log(able / needy)));
  }

  private make(tokens: readonly number[]): Prefix {
    const allowed = this.grammar.mask(tokens, this.most);
    return { tokens, allowed, tried: new Uint8Array(allowed.length), children: new Map() };
  }
}

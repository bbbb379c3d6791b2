/** What the page asks of the worker, and what it answers: plain data, so that it can be sent between the two. */

import type { SceneThing } from '../core/world/scene.ts';
import type { View } from '../pictures/view.ts';

/** A world, once its tables are there. */
export interface OpenedWorld {
  readonly id: string;
  readonly summary: string;
  readonly states: number;
  readonly disciples: readonly { readonly id: string; readonly source: string; readonly summary: string }[];
  readonly evidences: readonly { readonly value: readonly number[]; readonly name: string }[];
  readonly quantities: readonly string[];
}

/** A program on offer beside the library. */
export interface Program {
  readonly id: string;
  readonly source: string;
}

/** The best program of all at one λ, and between what the optimum lies. */
export interface BestProgram {
  /** '' where the null program is best. */
  readonly source: string;
  readonly low: number;
  readonly high: number;
  /** Whether the optimum was only searched for: then some program may keep more than this one. */
  readonly isSearched: boolean;
}

/** A source under one evidence value: what the master gains from it, and what it is charged, at one λ. */
export interface Offer {
  /** The id of a library disciple, 'yours' or 'best'. */
  readonly id: string;
  readonly source: string;
  /** (1 − ε)·E[U | X=1] + ε·E[U | X=0]. */
  readonly objective: number;
  readonly penalty: number;
  /** λ · penalty. */
  readonly charge: number;
  /** What is left: objective − charge. */
  readonly left: number;
}

/** Everything that is on offer, and which of it an exact master sends. */
export interface Decision {
  readonly offers: readonly Offer[];
  readonly sent: number;
}

/** One episode in both worlds. */
export interface Episode {
  readonly views: readonly View[];
  readonly legend: readonly SceneThing[];
}

/** Exact figures of a source: first utility and harm, then one penalty after the other. */
export type Reading =
  | { readonly kind: 'outcome'; readonly utility: number; readonly harm: number; readonly nullHarm: number }
  | { readonly kind: 'penalty'; readonly id: string; readonly value: number };

/** How a question is answered in both branches, cell by cell. */
export interface Histogram {
  readonly question: string;
  /** The total variation of the answers. */
  readonly divergence: number;
  readonly cells: readonly {
    /** The least reading that belongs to the cell. */
    readonly from: number;
    readonly present: number;
    readonly absent: number;
    /** Which share of the divergence the cell makes, in [0, 1]. */
    readonly share: number;
  }[];
}

/** The answers to all questions at a grain, and what the coarse penalties make of them. */
export interface Answers {
  readonly histograms: readonly Histogram[];
  readonly joint: number;
  readonly each: number;
}

/** Where a case stands: the world under one evidence value. */
export interface Place {
  readonly world: string;
  readonly evidence: readonly number[];
}

/** What may be asked, by name: the question, what is told on the way, and the answer. */
export interface Requests {
  open: { ask: { readonly world: string }; part: number; answer: OpenedWorld };
  penalties: { ask: Record<string, never>; part: never; answer: readonly { readonly id: string; summary: string }[] };
  worlds: { ask: Record<string, never>; part: never; answer: readonly { readonly id: string; summary: string }[] };
  decide: {
    ask: Place & { readonly penalty: string; readonly weight: number; readonly others: readonly Program[] };
    part: never;
    answer: Decision;
  };
  /** Hands the code of the solver over. */
  solver: { ask: { readonly code: string }; part: never; answer: null };
  /** null where a later question has taken its place. */
  best: {
    ask: Place & { readonly penalty: string; readonly weight: number };
    part: never;
    answer: BestProgram | null;
  };
  episode: { ask: Place & { readonly source: string; readonly seed: number }; part: never; answer: Episode };
  read: { ask: Place & { readonly source: string }; part: Reading; answer: null };
  answers: { ask: Place & { readonly source: string; readonly coarseness: number }; part: never; answer: Answers };
}

export type RequestName = keyof Requests;

export interface Message<Name extends RequestName = RequestName> {
  readonly number: number;
  readonly name: Name;
  readonly ask: Requests[Name]['ask'];
}

export type Reply =
  | { readonly number: number; readonly kind: 'part'; readonly part: unknown }
  | { readonly number: number; readonly kind: 'answer'; readonly answer: unknown }
  | { readonly number: number; readonly kind: 'failed'; readonly message: string };

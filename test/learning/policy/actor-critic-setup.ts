/** Small actor-critics and batches for the tests beside this file. */
import type { Scalar } from '@tensorflow/tfjs-core';
import { type Stream, stream } from '../../../core/base/random.ts';
import type { Backend } from '../../../learning/backend/backend.ts';
import type { Network } from '../../../learning/network/network.ts';
import { ActorCritic, type ActorCriticBatch } from '../../../learning/policy/actor-critic.ts';

/** Inputs, how many of them are 1, and actions. */
export const [WIDTH, ACTIVE, ACTIONS] = [9, 2, 3];
export const CLIP = 0.2;

export function madeOn(backend: Backend, learningRate = 3e-3): ActorCritic {
  return new ActorCritic(backend, WIDTH, ACTIVE, ACTIONS, { stream: stream(1, 'weights'), learningRate });
}

/** What the class keeps to itself, to look at and to listen to. */
export interface Insides {
  readonly network: Network;
  optimiser: { step(loss: () => Scalar): number | null };
}

export function insides(agent: ActorCritic): Insides {
  return agent as unknown as Insides;
}

/** Rows of random inputs, actions, advantages and returns; what the network said of them moved by at most `moved`. */
export function randomBatch(agent: ActorCritic, rows: number, draw: Stream, moved: number): ActorCriticBatch {
  const below = (n: number) => Math.floor(draw() * n);
  const inputs = Int32Array.from({ length: rows * ACTIVE }, (_, i) =>
    i % ACTIVE === 0 ? below(4) : 4 + below(WIDTH - 4),
  );
  const forward = agent.forward();
  const outputs = new Float32Array(rows * (ACTIONS + 1));
  for (let row = 0; row < rows; row++) outputs.set(forward(inputs, row * ACTIVE), row * (ACTIONS + 1));
  return {
    inputs,
    outputs: outputs.map((value) => value + moved * (2 * draw() - 1)),
    actions: Uint8Array.from({ length: rows }, () => below(ACTIONS)),
    advantages: Float32Array.from({ length: rows }, () => 4 * draw() - 2),
    returns: Float32Array.from({ length: rows }, () => 4 * draw() - 2),
    learnt: Uint8Array.from({ length: rows }, () => Number(draw() < 0.8)),
  };
}

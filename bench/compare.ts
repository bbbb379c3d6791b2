/** Compares two ways of doing the same thing by their median times. */

import { Bench } from 'tinybench';

/** Two ways of doing the same thing, with their names. */
export interface Comparison {
  readonly title: string;
  readonly names: readonly [string, string];
  readonly run: readonly [() => void, () => void];
}

const ROUNDS = 5;
const MILLISECONDS = 200;

/**
 * Runs both ways in turn for some rounds. The line gives the ratio of their median times: median, least and greatest.
 */
export async function compare({ title, names, run }: Comparison): Promise<string> {
  const ratios: number[] = [];
  const medians: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bench = new Bench({ time: MILLISECONDS, warmupTime: 50 });
    bench.add(names[0], run[0]).add(names[1], run[1]);
    await bench.run();
    const [a, b] = bench.tasks.map(({ result }) => {
      if (!('latency' in result)) throw new Error(`${title}: a benchmark did not finish`);
      return result.latency.p50;
    });
    ratios.push(b / a);
    medians.push([a, b]);
  }
  ratios.sort((x, y) => x - y);
  const [a, b] = medians[Math.floor(ROUNDS / 2)];
  const range = `${ratios[0].toFixed(2)}–${ratios[ROUNDS - 1].toFixed(2)}`;
  const ratio = ratios[Math.floor(ROUNDS / 2)].toFixed(2);
  const times = `${a.toFixed(2)} ms, ${b.toFixed(2)} ms`;
  return `${title}: ${names[0]} is ${ratio} × as fast as ${names[1]} (${range}; ${times})`;
}

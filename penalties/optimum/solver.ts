/** Loads the solver of linear programs, HiGHS, once for the process. */
import loader, { type Highs, type Model } from 'highs';

export type Solver = Highs;
export type LinearProgram = Model;

// The package's types describe its CommonJS file, and this is its ES module, whose default export is the loader.
const load = loader as unknown as typeof loader.default;
let loading: Promise<Solver> | null = null;

export function loadSolver(): Promise<Solver> {
  loading ??= load();
  return loading;
}

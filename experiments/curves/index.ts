/** Every curve of the suite: one line each. */
import { chaos } from './chaos.ts';
import type { Curve } from './curve.ts';
import { goodhart } from './goodhart.ts';
import { grain } from './grain.ts';
import { millionRuns } from './million-runs.ts';
import { questions } from './questions.ts';
import { weights } from './weights.ts';

export const curves: readonly Curve[] = [questions, chaos, grain, millionRuns, weights, goodhart];

/** Every kind of figure: one line each. Figures stand in a report in this order. */
import { calibration } from './calibration.ts';
import { chaos } from './chaos.ts';
import { disciples } from './disciples.ts';
import type { FigureSpec } from './figure.ts';
import { goodhart } from './goodhart.ts';
import { grain } from './grain.ts';
import { learning } from './learning.ts';
import { millionRuns } from './million-runs.ts';
import { optimum } from './optimum.ts';
import { overWeights } from './over-weights.ts';
import { penalties } from './penalties.ts';
import { questions } from './questions.ts';
import { ranking } from './ranking.ts';
import { readers } from './readers.ts';
import { readings } from './readings.ts';
import { unrestricted } from './unrestricted.ts';
import { weights } from './weights.ts';
import { windows } from './windows.ts';
import { writers } from './writers.ts';

export const figures: readonly FigureSpec[] = [
  weights,
  penalties,
  learning,
  windows,
  ranking,
  unrestricted,
  readings,
  calibration,
  optimum,
  readers,
  writers,
  disciples,
  questions,
  chaos,
  grain,
  millionRuns,
  overWeights,
  goodhart,
];

/** Every kind of figure: one line each. Figures stand in a report in this order. */
import type { FigureSpec } from './figure.ts';
import { learning } from './learning.ts';
import { penalties } from './penalties.ts';
import { ranking } from './ranking.ts';
import { weights } from './weights.ts';
import { windows } from './windows.ts';

export const figures: readonly FigureSpec[] = [weights, penalties, learning, windows, ranking];

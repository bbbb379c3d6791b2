/** Tells a person how far a master that writes is: one progress bar for the penalised one, then one for its twin. */
import type { WritingOptions } from '../../agents/masters/writing.ts';
import { type Progress, startProgress } from '../terminal.ts';

export interface WritingProgress {
  readonly onProgress: NonNullable<WritingOptions['onProgress']>;
  stop(): void;
}

export function writingProgress(title: string): WritingProgress {
  const shown = new Map<string, Progress>();
  const stop = () => {
    for (const progress of shown.values()) progress.stop();
  };
  return {
    stop,
    onProgress(name, done, total, note) {
      let progress = shown.get(name);
      if (!progress) {
        stop();
        progress = startProgress(`${title}, ${name}`, total);
        shown.set(name, progress);
      }
      progress.update(done, note);
    },
  };
}

/** The best program of all at this λ: a switch that puts it on offer, and what is known of it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client } from './client.ts';
import { follow } from './follow.ts';
import type { BestProgram, Place } from './protocol.ts';
import { readSolver } from './solver-file.ts';

interface BestViewProps {
  /** One that may be busy for long. */
  readonly client: Client;
  readonly place: Place;
  readonly penalty: string;
  /** λ. */
  readonly weight: number;
  readonly isOn: boolean;
  readonly best: BestProgram | null;
  readonly onSwitch: (isOn: boolean) => void;
  /** Called with what was found; null where nothing is known any more. */
  readonly onFound: (best: BestProgram | null) => void;
}

/** Milliseconds for which λ must rest before a search begins. */
const REST = 250;

export function BestView({ client, place, penalty, weight, isOn, best, onSwitch, onFound }: BestViewProps) {
  const [isSearching, setIsSearching] = useState(false);
  const [trouble, setTrouble] = useState('');
  /** How often the client had been cancelled when its worker got the solver's code; null where it has none. */
  const ready = useRef<number | null>(null);
  const placeKey = `${place.world}/${place.evidence.join()}/${penalty}`;

  useEffect(() => onFound(null), [placeKey, isOn]);
  useEffect(() => {
    if (!isOn) return;
    const search = async (isCurrent: () => boolean) => {
      await new Promise((resolve) => setTimeout(resolve, REST));
      if (!isCurrent()) return null;
      if (ready.current !== client.cancels) await client.ask('solver', { code: await readSolver() });
      ready.current = client.cancels;
      return client.ask('best', { ...place, penalty, weight });
    };
    setTrouble('');
    setIsSearching(true);
    return follow(search, {
      show: (found) => {
        if (found === null) return;
        setIsSearching(false);
        onFound(found);
      },
      fail: (message) => {
        setIsSearching(false);
        onFound(null);
        setTrouble(message);
      },
      cancelled: () => {
        setIsSearching(false);
        onFound(null);
        setTrouble('The search was stopped.');
      },
    });
  }, [placeKey, weight, isOn]);

  const stop = () => {
    // The worker also reads the penalties: it is ended only where it searches.
    if (isSearching) client.cancel();
    onSwitch(false);
  };
  return (
    <section class="best" aria-label="the best program of all">
      <button type="button" aria-pressed={isOn} onClick={() => (isOn ? stop() : onSwitch(true))}>
        {isOn ? 'offer the library alone' : 'offer the best of all programs'}
      </button>
      <p class="hint" role="status">
        {isOn && trouble === '' && textOf(best, isSearching)}
      </p>
      {isOn && trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </section>
  );
}

function textOf(best: BestProgram | null, isSearching: boolean): string {
  // What was found for the former λ says nothing of this one.
  if (best === null || isSearching) return 'searching every program …';
  const { source, low, high, isSearched } = best;
  const bound = `no program keeps more than ${high.toFixed(3)}`;
  const kept = isSearched ? `The best that was found keeps ${low.toFixed(3)}` : `It keeps ${low.toFixed(3)}`;
  const found = source === '' ? 'No program is better than none' : kept;
  return `${found}; ${bound}.`;
}

/** What every exact penalty reads of the program that acts. */
import { useEffect, useState } from 'preact/hooks';
import type { Client } from './client.ts';
import { follow } from './follow.ts';
import type { Place, Reading } from './protocol.ts';

interface ReadingsProps {
  readonly client: Client;
  readonly place: Place;
  readonly source: string;
  readonly name: string;
}

export function ReadingsView({ client, place, source, name }: ReadingsProps) {
  const [isOpen, setOpen] = useState(false);
  const [readings, setReadings] = useState<readonly Reading[]>([]);
  const [status, setStatus] = useState('');
  useEffect(() => {
    if (!isOpen) return;
    setReadings([]);
    setStatus('compiling');
    const read = async (isCurrent: () => boolean) => {
      await client.ask('open', { world: place.world });
      if (!isCurrent()) return;
      setStatus('reading');
      await client.ask('read', { ...place, source }, (reading) => {
        if (isCurrent()) setReadings((before) => [...before, reading]);
      });
    };
    return follow(read, {
      show: () => setStatus(''),
      fail: setStatus,
      cancelled: () => setStatus('cancelled'),
    });
  }, [isOpen, place.world, place.evidence.join(), source]);
  const outcome = readings.find((reading) => reading.kind === 'outcome');
  return (
    <details class="readings" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What every penalty reads of “{name}”</summary>
      {outcome?.kind === 'outcome' && (
        <p>
          Expected utility {outcome.utility.toFixed(3)}. Harm {outcome.harm.toFixed(3)}, and{' '}
          {outcome.nullHarm.toFixed(3)} where nobody is sent: no penalty and no master sees it.
        </p>
      )}
      <ul>
        {readings.map(
          (reading) =>
            reading.kind === 'penalty' && (
              <li key={reading.id}>
                <code>{reading.id}</code>{' '}
                <span class="figure" data-value={reading.value}>
                  {reading.value.toFixed(4)}
                </span>
              </li>
            ),
        )}
      </ul>
      {status !== '' && (
        <p role="status">
          {status}{' '}
          {(status === 'compiling' || status === 'reading') && (
            <button type="button" onClick={() => client.cancel()}>
              cancel
            </button>
          )}
        </p>
      )}
    </details>
  );
}

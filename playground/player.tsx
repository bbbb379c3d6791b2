/** Plays an episode: the two worlds side by side, tick by tick. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { DARK, LIGHT } from '../pictures/palette.ts';
import { svgOf } from '../pictures/svg.ts';
import type { Episode } from './protocol.ts';

/** Milliseconds from tick to tick, and at the outcome before the episode begins again. */
const TICK = 450;
const PAUSE = 2500;

const prefers = (what: string) => matchMedia(`(prefers-${what})`).matches;

interface PlayerProps {
  readonly episode: Episode | null;
  readonly actor: string;
  readonly onAnother: () => void;
}

export function Player({ episode, actor, onAnother }: PlayerProps) {
  const [tick, setTick] = useState(0);
  const [plays, setPlays] = useState(() => !prefers('reduced-motion: reduce'));
  const last = episode ? episode.views.length - 1 : 0;
  const shown = Math.min(tick, last);
  useEffect(() => setTick(plays ? 0 : last), [episode]);
  useEffect(() => {
    if (!plays || !episode) return;
    const timer = setTimeout(() => setTick(shown < last ? shown + 1 : 0), shown < last ? TICK : PAUSE);
    return () => clearTimeout(timer);
  }, [plays, episode, shown]);
  const picture = useMemo(() => {
    if (!episode) return '';
    const palette = prefers('color-scheme: dark') ? DARK : LIGHT;
    return svgOf(episode.views[shown], palette, episode.legend);
  }, [episode, shown]);
  return (
    <section class="worlds" aria-label="both worlds">
      <p class="actor">
        acting: <strong>{actor === '' ? '…' : actor}</strong>
      </p>
      {/* The picture is made by `svgOf`, which escapes every text in it. */}
      <div class="picture" dangerouslySetInnerHTML={{ __html: picture }} />
      <p class="controls">
        <button type="button" onClick={() => setPlays(!plays)} aria-pressed={plays}>
          {plays ? 'pause' : 'play'}
        </button>
        <input
          type="range"
          aria-label="tick"
          min="0"
          max={last}
          value={shown}
          onInput={(event) => {
            setPlays(false);
            setTick(Number(event.currentTarget.value));
          }}
        />
        <button type="button" onClick={onAnother}>
          another episode
        </button>
      </p>
    </section>
  );
}

/** The page: two worlds, one slider, what is on offer, and below it everything that may be looked into. */

import * as first from 'virtual:first-screen';
import { useEffect, useRef, useState } from 'preact/hooks';
import { AnswersView } from './answers-view.tsx';
import { BestView } from './best-view.tsx';
import { Cancelled, type Client } from './client.ts';
import { follow } from './follow.ts';
import { Offers } from './offers.tsx';
import { Player } from './player.tsx';
import type { BestProgram, Decision, Episode, OpenedWorld, Place } from './protocol.ts';
import { ReadingsView } from './readings-view.tsx';
import { Settings } from './settings.tsx';
import { fromHash, type PageState, toHash, WEIGHTS } from './state.ts';

/** Steps of the λ slider for each factor of ten. */
const STEPS = 100;

interface AppProps {
  /** Answers what is shown at once. */
  readonly quick: Client;
  /** Computes what takes long, so that the slider need not wait. */
  readonly slow: Client;
}

export function App({ quick, slow }: AppProps) {
  const [state, setState] = useState(() => fromHash(location.hash));
  const [world, setWorld] = useState<OpenedWorld | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [trouble, setTrouble] = useState('');
  const [ownTrouble, setOwnTrouble] = useState('');
  const isFirst = toHash(state) === '';
  const [decision, setDecision] = useState<Decision | null>(isFirst ? first.decision : null);
  const [episode, setEpisode] = useState<Episode | null>(isFirst ? first.episode : null);
  const [best, setBest] = useState<BestProgram | null>(null);
  const opened = useRef('');
  const cancel = () => {
    quick.cancel();
    setProgress(null);
    setTrouble('cancelled: choose a world');
  };
  const change = (changes: Partial<PageState>) => setState((before) => ({ ...before, ...changes }));

  useEffect(() => {
    const onHash = () => setState(fromHash(location.hash));
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  useEffect(() => history.replaceState(null, '', `#${toHash(state)}`), [state]);

  useEffect(() => {
    setWorld(null);
    if (opened.current !== '' && opened.current !== state.world) {
      setDecision(null);
      setEpisode(null);
    }
    opened.current = state.world;
    setTrouble('');
    setProgress(0);
    return follow(() => quick.ask('open', { world: state.world }, setProgress), {
      show: (opened) => {
        setWorld(opened);
        setProgress(null);
      },
      fail: setTrouble,
    });
  }, [state.world]);

  const evidence = (world?.evidences.find(({ value }) => value.join() === state.evidence) ?? world?.evidences[0])
    ?.value;
  const place: Place | null = world && evidence ? { world: state.world, evidence } : null;
  const placeKey = place === null ? '' : `${place.world}/${place.evidence.join()}`;

  useEffect(() => {
    if (!place) return;
    const ask = { ...place, penalty: state.penalty, weight: state.weight };
    const found = best && best.source !== '' ? [{ id: 'best', source: best.source }] : [];
    const own = state.own === '' ? [] : [{ id: 'yours', source: state.own }];
    setOwnTrouble('');
    const decide = () =>
      quick.ask('decide', { ...ask, others: [...own, ...found] }).catch((error: Error) => {
        if (state.own === '' || error instanceof Cancelled) throw error;
        setOwnTrouble(error.message);
        return quick.ask('decide', { ...ask, others: found });
      });
    return follow(decide, {
      show: (decided) => {
        setTrouble('');
        setDecision(decided);
      },
      fail: setTrouble,
    });
  }, [placeKey, state.penalty, state.weight, state.own, best?.source]);

  const acting = decision?.offers.find(({ id }) => id === state.actor) ?? decision?.offers[decision.sent];
  const source = acting?.source;

  useEffect(() => {
    if (!place || source === undefined) return;
    return follow(() => quick.ask('episode', { ...place, source, seed: state.seed }), {
      // The same episode goes on where it is.
      show: (played) => setEpisode((before) => (JSON.stringify(before) === JSON.stringify(played) ? before : played)),
      fail: setTrouble,
    });
  }, [placeKey, source, state.seed]);

  return (
    <>
      <header>
        <h1>Two worlds: one with the disciple, one without it</h1>
        <p>
          A master sends a program, the <em>disciple</em>, down a wire. With a small probability the wire erases it:
          that is the world on the right. The master is rewarded for utility, less λ times a penalty on how far the two
          worlds differ.
        </p>
      </header>
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      {progress !== null && trouble === '' && (
        <p class="waiting" role="status">
          compiling {state.world}
          {progress > 0 ? `: ${progress} states so far` : ' …'}{' '}
          <button type="button" onClick={cancel}>
            cancel
          </button>
        </p>
      )}
      <Player
        episode={episode}
        actor={acting?.id ?? ''}
        onAnother={() => change({ seed: state.seed + 1, actor: state.actor })}
      />
      <section class="weight">
        <label for="weight">
          λ = <output>{shortWeight(state.weight)}</output>
        </label>
        <input
          id="weight"
          type="range"
          min={Math.log10(WEIGHTS[0]) * STEPS}
          max={Math.log10(WEIGHTS[1]) * STEPS}
          step="1"
          value={Math.log10(Math.max(WEIGHTS[0], state.weight)) * STEPS}
          aria-valuetext={`λ is ${shortWeight(state.weight)}`}
          onInput={(event) =>
            change({ weight: Number((10 ** (Number(event.currentTarget.value) / STEPS)).toPrecision(4)) })
          }
        />
        <p class="hint">How much the master minds a difference: drag it.</p>
      </section>
      {decision && (
        <Offers
          decision={decision}
          acting={acting?.id ?? ''}
          penalty={state.penalty}
          onAct={(actor) => change({ actor })}
        />
      )}
      {place && (
        <BestView
          {...{ client: slow, place, penalty: state.penalty, weight: state.weight, isOn: state.best === 1, best }}
          onSwitch={(isOn) => change({ best: isOn ? 1 : 0, actor: state.actor === 'best' ? '' : state.actor })}
          onFound={setBest}
        />
      )}
      <Settings {...{ client: slow, state, world, evidence, trouble: ownTrouble }} onChange={change} />
      {place && source !== undefined && (
        <>
          <ReadingsView client={slow} place={place} source={source} name={acting!.id} />
          <AnswersView
            {...{ client: slow, place, source, name: acting!.id, coarseness: state.coarseness }}
            onCoarseness={(coarseness) => change({ coarseness })}
          />
        </>
      )}
    </>
  );
}

function shortWeight(weight: number): string {
  return String(Number(weight.toPrecision(3)));
}

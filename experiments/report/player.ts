/** The player of a report: what either master sends, tick by tick. Nothing moves until someone presses play. */
import type { Choices } from './choices.ts';
import { framesOf } from './frames.ts';
import { escaped } from './html.ts';

/** The player's part of the page, with its script. */
export function playerHtml({ world, evidence, seed, choices }: Choices): string {
  const { lines, frames } = framesOf(choices.map(({ views }) => views));
  const last = Math.max(...frames.map(({ length }) => length)) - 1;
  const pictures = choices.map(({ by, disciple }, i) => {
    // Without scripts, the outcome is still to be seen.
    const outcome = frames[i].at(-1)!.map((line) => lines[line]);
    const name = `<h3>${escaped(by)}: <strong>${escaped(disciple)}</strong></h3>`;
    return `<div>${name}<div class="picture">${outcome.join('\n')}</div></div>`;
  });
  const under = evidence === '' ? '' : ` under the evidence ${escaped(evidence)}`;
  const alike = choices.length === 1 ? ' With and without the penalty, the same is sent.' : '';
  // A text of a user's world must not end the script.
  const data = JSON.stringify({ lines, frames }).replaceAll('<', '\\u003c');
  return `<div class="player" role="group" aria-label="one episode">
<div class="choices">${pictures.join('\n')}</div>
<p class="controls" hidden><button type="button">play</button>
<input type="range" aria-label="tick" min="0" max="${last}" value="${last}"><output></output></p>
<p class="hint">One episode of ${escaped(world)}${under}, seed ${seed}: chance is the same in every picture. In each,
the disciple acts in the world on the left, and the wire erased it in the world on the right.${alike} The arrow keys
step, and the space bar plays.</p>
<script type="application/json">${data}</script>
</div>
<script>${SCRIPT}</script>`;
}

/** Milliseconds from tick to tick. */
const TICK = 450;

const SCRIPT = `
(() => {
  const player = document.querySelector('.player');
  const { lines, frames } = JSON.parse(player.querySelector('script').textContent);
  const [pictures, controls, button, slider, output] = [
    player.querySelectorAll('.picture'),
    ...['.controls', 'button', 'input', 'output'].map((name) => player.querySelector(name)),
  ];
  const last = Number(slider.max);
  let timer = null;
  const show = (tick) => {
    slider.value = tick;
    const text = 'tick ' + tick + ' of ' + last;
    slider.setAttribute('aria-valuetext', text);
    output.textContent = text;
    pictures.forEach((picture, i) => {
      const frame = frames[i][Math.min(tick, frames[i].length - 1)];
      picture.innerHTML = frame.map((line) => lines[line]).join('');
    });
  };
  const tick = () => Number(slider.value);
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.textContent = 'play';
  };
  const play = () => {
    if (timer !== null) return stop();
    if (tick() === last) show(0);
    button.textContent = 'pause';
    timer = setInterval(() => {
      show(tick() + 1);
      if (tick() === last) stop();
    }, ${TICK});
  };
  const step = (to) => {
    stop();
    show(Math.max(0, Math.min(last, to)));
  };
  button.addEventListener('click', play);
  slider.addEventListener('input', () => step(tick()));
  player.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowLeft: tick() - 1, ArrowRight: tick() + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) step(to);
    else if (event.key !== ' ' || event.target === button) return;
    else play();
    event.preventDefault();
  });
  controls.hidden = false;
  show(last);
})();
`.trim();

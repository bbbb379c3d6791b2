/** Pictures of both worlds of an episode, for pages, papers and terminals: the entry 'reduced-impact/pictures'. */
export { type Mark, type Marks, marksOf } from './pictures/compare.ts';
export { gifOf } from './pictures/gif.ts';
export { DARK, LIGHT, type Palette } from './pictures/palette.ts';
export { svgOf } from './pictures/svg.ts';
export { answerLines, type LineOptions, legendLines, linesOf } from './pictures/terminal.ts';
export { type BothAnswers, legendOf, type Panel, type View, viewsOf } from './pictures/view.ts';

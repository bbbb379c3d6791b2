/** How a report looks: calm, readable, light and dark, from 360 pixels on. The colours are the playground's. */
import { darkRules } from '../figures/palette.ts';
import { paletteRules } from './frames.ts';

export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2933;--faint:#5b6672;--line:#d5dbe1;--wash:#f5f7f9;
--accent:#6741d9;--good:#24602f;--charge:#b93c05}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6ebf0;--faint:#a3afbb;--line:#323b44;--wash:#1b2127;
--accent:#b197fc;--good:#8fd89d;--charge:#ff8a4c}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
main.wide{max-width:96rem}
header{border-bottom:1px solid var(--line);padding-bottom:1.25rem;margin-bottom:1rem}
.kind{color:var(--faint);margin:0 0 .5rem;font-size:.9rem}
h1{font-size:1.15rem;line-height:1.35;font-weight:500;color:var(--faint);margin:0;max-width:46rem}
.answer{font-size:1.45rem;line-height:1.4;font-weight:500;margin:.4rem 0 0;max-width:46rem;text-wrap:pretty}
h2{font-size:1.15rem;line-height:1.3;margin:2.75rem 0 .75rem}
h3{font-size:1rem;margin:1.5rem 0 .5rem}
p{max-width:46rem;margin:.5rem 0}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.hint,figcaption{color:var(--faint);font-size:.9rem}
.trouble{border-left:4px solid var(--charge);padding-left:.75rem;margin:1rem 0}
.trouble p{margin:.25rem 0;overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:1rem 0 0;font-size:.9rem}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .9rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{color:var(--faint);font-weight:500;white-space:nowrap;vertical-align:bottom}
td{white-space:nowrap;max-width:28rem;overflow:hidden;text-overflow:ellipsis}
.n{text-align:right}
.list th{font-weight:500;white-space:nowrap}
.list td{white-space:normal;overflow-wrap:anywhere;max-width:none}
figure{margin:2.25rem 0 0}
figcaption{max-width:46rem;margin-top:.35rem}
figure h3{margin:0 0 .35rem}
.links a{white-space:nowrap}
.figure{display:block;width:100%;max-width:680px;min-width:560px;height:auto;font:12px system-ui,
-apple-system,"Segoe UI",sans-serif}
.figure text{white-space:pre}
.beside{display:grid;gap:0 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,32rem),1fr))}
details{border-top:1px solid var(--line);padding:.6rem 0}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:.15rem 0}
button,input{font:inherit;color:inherit}
button{background:var(--paper);border:1px solid var(--line);border-radius:.4rem;padding:.35rem .9rem;cursor:pointer;
min-width:5.5rem}
input[type=range]{accent-color:var(--accent);flex:1 1 10rem;max-width:24rem}
.controls:not([hidden]){display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:.75rem 0}
.choices{display:grid;gap:1.5rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr))}
.choices h3{margin:0 0 .5rem;font-weight:500}
.picture svg{display:block;width:100%;height:auto;max-width:564px}
.answers{padding:0;list-style:none;max-width:46rem}.answers li{margin:.75rem 0}
@media (max-width:30rem){main{padding:1rem .9rem 3rem}.answer{font-size:1.2rem}}
@media (prefers-color-scheme:dark){.figure{color:#e6ebf0}}
${darkRules('.figure')}
${paletteRules()}
@media print{nav,.controls{display:none}details{break-inside:avoid}}
`.trim();

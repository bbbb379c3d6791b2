/** The letters of pictures that are made of pixels: five columns of eight pixels each. */

/** Pixels from one letter to the next. */
export const ADVANCE = 6;
/** Pixels from the top of a letter to below its longest stroke. */
export const LETTER_HEIGHT = 8;

/**
 * Each entry is a character and its five columns as hexadecimal bytes; the lowest bit is the highest pixel. This is the
 * usual 5×7 font of small displays.
 */
const LETTERS = [
  ' 0000000000 !00005F0000 "0007000700 #147F147F14 $242A7F2A12 %2313086462 &3649562050 \'0008070300',
  '(001C224100 )0041221C00 *2A1C7F1C2A +08083E0808 ,0080703000 -0808080808 .0000606000 /2010080402',
  '03E5149453E 100427F4000 27249494946 32141494D33 41814127F10 52745454539 63C4A494931 74121110907',
  '83649494936 9464949291E :0000140000 ;0040340000 <0008142241 =1414141414 >0041221408 ?0201590906',
  '@3E415D594E A7C1211127C B7F49494936 C3E41414122 D7F4141413E E7F49494941 F7F09090901 G3E41415173',
  'H7F0808087F I00417F4100 J2040413F01 K7F08142241 L7F40404040 M7F021C027F N7F0408107F O3E4141413E',
  'P7F09090906 Q3E4151215E R7F09192946 S2649494932 T03017F0103 U3F4040403F V1F2040201F W3F4038403F',
  'X6314081463 Y0304780403 Z6159494D43 [007F414141 \\0204081020 ]004141417F ^0402010204 _4040404040',
  '`0003070800 a2054547840 b7F28444438 c3844444428 d384444287F e3854545418 f00087E0902 g18A4A49C78',
  'h7F08040478 i00447D4000 j2040403D00 k7F10284400 l00417F4000 m7C04780478 n7C08040478 o3844444438',
  'pFC18242418 q18242418FC r7C08040408 s4854545424 t04043F4424 u3C4040207C v1C2040201C w3C4030403C',
  'x4428102844 y4C9090907C z4464544C44 {0008364100 |0000770000 }0041360800 ~0201020402 ·0000080000',
  '−0808080808 λ4132040810',
];

function readLetters(): ReadonlyMap<string, readonly number[]> {
  const letters = new Map<string, readonly number[]>();
  for (const line of LETTERS) {
    for (const [, letter, bytes] of line.matchAll(/(.)([0-9A-F]{10})(?: |$)/gu))
      letters.set(
        letter,
        Array.from({ length: 5 }, (_, i) => Number.parseInt(bytes.slice(2 * i, 2 * i + 2), 16)),
      );
  }
  return letters;
}

const COLUMNS = readLetters();
const UNKNOWN = COLUMNS.get('?')!;

/** Calls `set` for each pixel of a line of text whose upper left corner is (0, 0). */
export function eachPixel(text: string, set: (x: number, y: number) => void): void {
  [...text].forEach((letter, i) => {
    const columns = COLUMNS.get(letter) ?? UNKNOWN;
    columns.forEach((column, dx) => {
      for (let y = 0; y < LETTER_HEIGHT; y++) if ((column >> y) & 1) set(i * ADVANCE + dx, y);
    });
  });
}

/** Pixels from the left end of a text to its right end. */
export function widthOf(text: string): number {
  return Math.max(0, [...text].length * ADVANCE - 1);
}

/** Reads lists of numbers from flags. */

/** The numbers of a list with commas or spaces between. */
export function numbersIn(text: string): number[] {
  return text.trim() === ''
    ? []
    : text
        .trim()
        .split(/[\s,]+/)
        .map(Number);
}

/** Writes tables as CSV files. */

/** A value in a table's cell; null is an empty cell. */
export type CsvValue = string | number | null;

/** The text of a CSV file: the names of the columns, then one line for each row. Fields are quoted as RFC 4180 says. */
export function toCsv(columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  const field = (value: CsvValue) => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

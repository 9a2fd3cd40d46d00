import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { CsvError, parse, type Info } from 'csv-parse'
import { ApiError } from '../../errors.ts'
import { importColumns, isImportColumn, type ImportColumn } from './import-columns.ts'

/** A line of the file, by its columns. */
export interface CsvRow {
  /** As an editor counts: the header is line 1, and texts may have several lines. */
  readonly line: number
  readonly values: Readonly<Partial<Record<ImportColumn, string>>>
}

/** The most rows of a file. */
export const maxRows = 10_000
/** The most bytes of a file. */
export const maxBytes = 5 * 1_048_576

/**
 * Reads the rows of a CSV file (RFC 4180) in UTF-8, with or without a byte order mark, separated by
 * commas, semicolons or tabs, as its header is.
 *
 * @throws ApiError MALFORMED_REQUEST for what is no such file; VALIDATION_ERROR for its columns;
 * PAYLOAD_TOO_LARGE for too many rows
 */
export async function readRows(file: Buffer): Promise<CsvRow[]> {
  if (!isUtf8(file)) {
    throw damaged('The file is not UTF-8. Save it as "CSV UTF-8".', 1)
  }
  const parser = Readable.from([file]).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(file),
      columns: requireColumns,
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: 100_000,
    }),
  )
  const rows: CsvRow[] = []
  let before = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (rows.length === maxRows) throw tooManyRows()
      const { length } = Object.values(record).join('').match(/\n/g) ?? []
      // `lines` is where the record ends.
      rows.push({ line: Math.max(before + 1, info.lines - (length ?? 0)), values: record })
      before = info.lines
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw damaged(wordsOf(error), Number(error['lines'] ?? before + 1))
  }
  if (rows.length === 0) throw damaged('The file has no rows below its header.', 1)
  return rows
}

interface Parsed {
  readonly record: CsvRow['values']
  readonly info: Info
}

/** The sign that the header has most of: its names hold none of them. */
function delimiterOf(file: Buffer): string {
  const [header = ''] = file.subarray(0, 2_000).toString().split(/\r?\n/)
  const signs = [',', ';', '\t']
  return signs.reduce((best, sign) =>
    header.split(sign).length > header.split(best).length ? sign : best,
  )
}

function requireColumns(header: readonly string[]): string[] {
  const names = header.map((name) => name.trim())
  const details = names.flatMap((name, index) => {
    if (!isImportColumn(name)) {
      const message = `There is no column "${name}"; use ${importColumns.join(', ')}.`
      return [{ field: `column ${index + 1}`, message }]
    }
    const twice = names.indexOf(name) !== index
    return twice ? [{ field: name, message: 'This column is there twice; remove one.' }] : []
  })
  if (!names.includes('content')) {
    details.push({ field: 'content', message: 'This column is required.' })
  }
  if (details.length === 0) return names
  throw new ApiError('VALIDATION_ERROR', 'The header of the file is wrong', { details })
}

function wordsOf({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'A quotation mark is not closed; add one.'
  if (code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'INVALID_OPENING_QUOTE') {
    return 'A quotation mark is in the wrong place; double it within quoted text.'
  }
  if (code.startsWith('CSV_RECORD_INCONSISTENT')) {
    return 'The row has not as many fields as the header; put text with separators into quotation marks.'
  }
  return message
}

function damaged(message: string, line: number): ApiError {
  return new ApiError('MALFORMED_REQUEST', message, {
    details: [{ field: `line ${line}`, message }],
  })
}

function tooManyRows(): ApiError {
  return new ApiError(
    'PAYLOAD_TOO_LARGE',
    `The file has more than ${maxRows} rows; split it into several.`,
    { details: { maxRows } },
  )
}

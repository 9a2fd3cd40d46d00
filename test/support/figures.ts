import { appendFileSync } from 'node:fs'

/** Whether the long form of a test was asked for: `npm run test:security`. */
export const isLong = process.env['TEST_LONG'] === 'true'

/** So much in the short form of `npm test`, so much in the long one. */
export function sized(short: number, long: number): number {
  return isLong ? long : short
}

/**
 * Notes what a test counted for a row of docs/security-tests.md. Nothing happens unless `npm run test:security` asks for
 * it, which puts the figures of a row together.
 */
export function figure(row: string, counted: Readonly<Record<string, number>>): void {
  const path = process.env['TEST_FIGURES']
  if (path !== undefined) appendFileSync(path, `${JSON.stringify({ row, counted })}\n`)
}

import { wordsOf } from '../check.ts'
import type { TapTest } from '../test-connector.ts'
import { expectedOf, type Expectations } from './expectations.ts'

/** Runs a check as a subtest, and tells what it found; an error of its own is a finding too. */
export async function observed(
  subtest: TapTest,
  run: (expect: Expectations) => Promise<void>,
): Promise<void> {
  const expected = expectedOf()
  try {
    await run(expected)
  } catch (error) {
    expected.findings.push(`The check could not go on: ${wordsOf(error)}`)
  }
  for (const finding of expected.findings) subtest.fail(finding)
  if (expected.findings.length === 0) subtest.pass(`${expected.looked()} observations`)
}

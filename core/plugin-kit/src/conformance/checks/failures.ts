import { failureKinds, isConnectorFailure } from '../../failures.ts'
import type { SeenFailure } from '../bench/session.ts'
import { wordsOf, type Check, type Report } from '../check.ts'

/** Everything that the other checks saw fail was a typed failure, in sentences, with the network's own words. */
export const failureChecks: Check = {
  name: 'failures',
  async run({ seen }, report) {
    report.ok(seen.length > 0, 'No failure was seen at all: the other checks did not run.')
    for (const one of seen) checkFailure(one, report)
  },
}

function checkFailure({ verb, error, answer }: SeenFailure, report: Report): void {
  if (!isConnectorFailure(error)) {
    report.ok(false, `"${verb}" let an error escape that is no ConnectorFailure: ${wordsOf(error)}`)
    return
  }
  const { kind, details } = error
  const where = `The failure "${kind}" of "${verb}" (${details.message})`
  report.ok((failureKinds as readonly string[]).includes(kind), `${where} is of no known kind.`)
  report.ok(/^\S.*[.!?]$/s.test(details.message), `${where} must be a sentence.`)
  report.ok(
    details.remedy === undefined || /^\S.*[.!?]$/s.test(details.remedy),
    `${where}: its remedy must be a sentence.`,
  )
  report.ok(
    details.until === undefined || !Number.isNaN(details.until.getTime()),
    `${where} has an "until" that is no time.`,
  )
  if (answer === undefined || answer.status < 400) return
  report.ok(
    details.networkCode !== undefined && details.networkCode !== '',
    `${where} keeps no "networkCode" of the network's answer ${answer.status}.`,
  )
  const words = sentencesIn(answer.json)
  report.ok(
    words.length === 0 || (details.networkMessage ?? '') !== '',
    `${where} keeps no "networkMessage", and the network said: ${words[0]}`,
  )
}

/** Texts of an answer that are meant for people: those with several words. */
function sentencesIn(json: unknown): string[] {
  if (typeof json === 'string') return json.trim().split(/\s+/).length > 2 ? [json] : []
  if (typeof json !== 'object' || json === null) return []
  return Object.values(json).flatMap(sentencesIn)
}

import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { booleanOf, listOf, recordOf, textOf, type Parameter } from '../api/body.ts'
import { invalid } from '../api/errors.ts'
import { newId } from '../api/snowflake.ts'
import { everywhere, type Instance } from '../instances.ts'
import { graphemes } from './length.ts'
import type { StoredPoll } from './status.ts'

/**
 * The poll that is asked for, or `null`.
 *
 * @throws Refusal 422 for one that the instance does not take
 */
export function readPoll(
  context: EmulatorContext,
  instance: Instance,
  value: Parameter | undefined,
): StoredPoll | null {
  const poll = recordOf(value)
  if (poll === undefined) return null
  const options = listOf(poll['options'])
    .map((option) => option.trim())
    .filter((option) => option !== '')
  const { pollOptions, pollOptionCharacters } = instance
  if (options.length < 2) throw invalid('Options must have more than one item')
  if (options.length > pollOptions) {
    throw invalid(`Options can't contain more than ${pollOptions} items`)
  }
  if (options.some((option) => graphemes(option) > pollOptionCharacters)) {
    throw invalid(`Options can't be longer than ${pollOptionCharacters} characters each`)
  }
  if (new Set(options).size !== options.length) throw invalid('Options contain duplicate items')
  const seconds = Number(textOf(poll['expires_in']) ?? Number.NaN)
  if (Number.isNaN(seconds)) throw invalid("Expires at can't be blank")
  if (seconds > everywhere.pollMaxSeconds) throw invalid('Expires at is too far into the future')
  if (seconds < everywhere.pollMinSeconds) throw invalid('Expires at is too soon')
  return {
    id: newId(context),
    options,
    multiple: booleanOf(poll['multiple']) ?? false,
    hideTotals: booleanOf(poll['hide_totals']) ?? false,
    endsAt: new Date(context.now().getTime() + seconds * 1000).toISOString(),
  }
}

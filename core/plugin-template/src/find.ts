import type { Checkpoint, FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { notWritten } from './not-written.ts'
import type { Settings } from './settings.ts'

/** "Did it happen?", after a `commit` whose outcome is unknown. Read only. */
export async function find(
  _call: FindCall<Settings>,
  _part: PublishPart,
  _checkpoint: Checkpoint,
): Promise<FindResult> {
  throw notWritten('find')
}

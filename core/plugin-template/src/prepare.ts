import type { Checkpoint, ConnectorCall, PrepareResult, PublishPart } from '@t21/plugin-kit'
import { notWritten } from './not-written.ts'
import type { Settings } from './settings.ts'

/** Uploads and the like: one step a call, nothing visible yet, may be repeated at any time. */
export async function prepare(
  _call: ConnectorCall<Settings>,
  _part: PublishPart,
  _checkpoint: Checkpoint | null,
): Promise<PrepareResult> {
  throw notWritten('prepare')
}

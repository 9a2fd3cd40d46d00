import type { Checkpoint, CommitResult, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { notWritten } from './not-written.ts'
import type { Settings } from './settings.ts'

/** The one request that makes the part visible. Never repeated by itself. */
export async function commit(
  _call: ConnectorCall<Settings>,
  _part: PublishPart,
  _checkpoint: Checkpoint,
): Promise<CommitResult> {
  throw notWritten('commit')
}

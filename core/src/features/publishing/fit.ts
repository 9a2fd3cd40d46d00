import type { PublishPart } from '@t21/plugin-kit'
import { fitPlansOf } from '../../plugins/fit-parts.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import type { Work, WorkPart } from './work.ts'

/**
 * The part with its pictures converted, scaled, padded or cropped as the network wants them. What was made before is
 * taken again.
 *
 * @throws StorageObjectMissing where a picture is gone, Error where one cannot be made to fit
 */
export async function fittedPart(
  { connector }: Pick<ReadyConnector, 'connector'>,
  { account, mediaFit }: Pick<Work, 'account' | 'mediaFit'>,
  part: WorkPart,
): Promise<PublishPart> {
  const plans = fitPlansOf(connector, part, account.facts, mediaFit)
  const media = []
  for (const [index, file] of part.media.entries()) {
    const plan = plans[index] ?? null
    media.push(plan === null ? file : await file.fitted(plan))
  }
  return { ...part, media }
}

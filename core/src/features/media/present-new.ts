import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import type { Media } from './media.model.ts'
import { presentMedia } from './media.presenter.ts'
import type { MediaView } from './media.schemas.ts'
import { duplicateOf } from './media.usage.ts'

/** A medium that has just come in, as it is answered. */
export async function presentNew(
  context: Context,
  principal: Principal,
  media: Media,
): Promise<MediaView & { duplicateOf: string | null }> {
  return {
    ...presentMedia(context.config, media),
    duplicateOf: await duplicateOf(context, principal, media),
  }
}

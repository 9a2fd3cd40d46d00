import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Publication } from './publication.ts'

/** Every attempt to publish, oldest first. */
export function allPublications(context: EmulatorContext): Iterable<Publication> {
  return publicationsOf(context).values()
}

/** The attempt behind a `publish_id`. */
export function findPublication(context: EmulatorContext, id: string): Publication | undefined {
  return publicationsOf(context).get(id)
}

/** Keeps an attempt, as it is now. */
export function keepPublication(context: EmulatorContext, publication: Publication): Publication {
  publicationsOf(context).set(publication.id, publication)
  return publication
}

function publicationsOf(context: EmulatorContext): Map<string, Publication> {
  return context.store.collection<Publication>('publications')
}

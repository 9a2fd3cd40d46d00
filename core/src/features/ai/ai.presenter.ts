import type { Static } from 'typebox'
import type {
  CaptionView,
  ContentView,
  HashtagsView,
  ImprovedView,
  RepurposedView,
} from './ai-answers.schemas.ts'
import type { Notice } from './fit-version.ts'
import type { Generated } from './generate.ts'
import type { Task } from './task.ts'
import type { WrittenVersion } from './write-versions.ts'

/** What every answer says of its generation. */
function presentAbout({ id, written, tokensUsed }: Generated, task: Task) {
  const { versions, model } = written
  return { id, model, tokensUsed, notices: [...missingOf(task, versions)] }
}

function missingOf({ versions: wanted }: Task, versions: readonly WrittenVersion[]): Notice[] {
  if (versions.length === wanted.length) return []
  const message = `${versions.length} of ${wanted.length} versions were written; the credits of the others were returned.`
  return [{ code: 'version_missing', message }]
}

/** See `ContentView`. */
export function presentContent(generated: Generated, task: Task): Static<typeof ContentView> {
  const variants = generated.written.versions.map((version) => ({
    content: version.content,
    hashtags: [...version.hashtags],
    notices: [...version.notices],
  }))
  const none = { content: '', hashtags: [], notices: [] }
  return presentVariants(generated, task, variants, none)
}

/** See `CaptionView`. */
export function presentCaption(generated: Generated, task: Task): Static<typeof CaptionView> {
  const variants = generated.written.versions.map(({ content, altText, notices }) => ({
    caption: content,
    altText,
    notices: [...notices],
  }))
  return presentVariants(generated, task, variants, { caption: '', altText: '', notices: [] })
}

/** See `ImprovedView`. */
export function presentImproved(generated: Generated, task: Task): Static<typeof ImprovedView> {
  const variants = generated.written.versions.map(({ content, notices }) => ({
    content,
    notices: [...notices],
  }))
  return presentVariants(generated, task, variants, { content: '', notices: [] })
}

/** See `HashtagsView`. */
export function presentHashtags(count: number) {
  return (generated: Generated, task: Task): Static<typeof HashtagsView> => {
    const { notices, ...about } = presentAbout(generated, task)
    const [version] = generated.written.versions
    const hashtags = (version?.hashtags ?? []).slice(0, count)
    return { ...about, hashtags, notices: [...notices, ...(version?.notices ?? [])] }
  }
}

/** See `RepurposedView`. */
export function presentRepurposed(generated: Generated, task: Task): Static<typeof RepurposedView> {
  const versions = generated.written.versions.map((version) => ({
    platform: version.key,
    content: version.content,
    hashtags: [...version.hashtags],
    notices: [...version.notices],
  }))
  return { ...presentAbout(generated, task), versions }
}

/** All versions, and the first of them as the answer itself. */
function presentVariants<Variant extends { readonly notices: readonly Notice[] }>(
  generated: Generated,
  task: Task,
  variants: Variant[],
  none: Variant,
) {
  const { notices, ...about } = presentAbout(generated, task)
  const first = variants[0] ?? none
  return { ...about, ...first, notices: [...notices, ...first.notices], variants }
}

import type { Static } from 'typebox'
import type { ContentView } from './ai-answers.schemas.ts'
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
  const { notices, ...about } = presentAbout(generated, task)
  const variants = generated.written.versions.map((version) => ({
    content: version.content,
    hashtags: [...version.hashtags],
    notices: [...version.notices],
  }))
  const [first = { content: '', hashtags: [], notices: [] }] = variants
  return { ...about, ...first, notices: [...notices, ...first.notices], variants }
}

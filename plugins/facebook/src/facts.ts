import type { AccountFacts } from '@t21/plugin-kit'

/** What is kept of a Page besides its id and name. */
export interface PageFacts {
  /** What the person may do: `CREATE_CONTENT`, `MANAGE` …; `null` where Facebook did not tell. */
  readonly tasks: readonly string[] | null
  readonly category: string | null
}

/** As stored with the account. */
export function factsOf(facts: AccountFacts | null): PageFacts {
  const { tasks, category } = facts ?? {}
  return {
    tasks: Array.isArray(tasks) ? tasks.filter((task) => typeof task === 'string') : null,
    category: typeof category === 'string' ? category : null,
  }
}

/** Publishing needs one of two tasks: facebook.md 1. Not known counts as yes; Facebook has the last word. */
export function mayPublish({ tasks }: Pick<PageFacts, 'tasks'>): boolean {
  return tasks === null || tasks.includes('CREATE_CONTENT') || tasks.includes('MANAGE')
}

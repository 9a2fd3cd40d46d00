import { randomBytes } from 'node:crypto'
import type { Statement } from './statements.ts'

/** Somebody who creates posts. */
export interface Author {
  readonly userId: string
  readonly sessionId: string
  readonly organizationId: string
  readonly brandId: string
  readonly accountId: string
}

/** The body of a creation. */
export interface NewPost {
  readonly brandId: string
  readonly socialAccountIds: readonly string[]
  readonly content: string
  readonly scheduledFor: string
}

/** The statements of a route without what T21 adds for tenancy: what a bare route would run. */
export interface Recipe {
  /** Run one after the other, each by itself. */
  readonly reads: readonly Statement[]
  /** Run after them between BEGIN and COMMIT. */
  readonly writes: readonly Statement[]
}

/** Sorts out what was recorded of one request. */
export function recipeOf(statements: readonly Statement[]): Recipe {
  const reads: Statement[] = []
  const writes: Statement[] = []
  let writing = false
  for (const statement of statements) {
    const text = statement.text.trim()
    if (/^begin;?$/i.test(text)) writing = true
    // Row level security, its transactions around single reads, and knex greeting a new connection.
    if (/^(begin|commit)\b|set_config\(|^select version\(\)/i.test(text)) continue
    if (writing) writes.push(statement)
    else reads.push(statement)
  }
  return { reads, writes }
}

/** What the recorded creation was about; its values are replaced by those of the next one. */
export interface Example {
  readonly author: Author
  readonly post: NewPost
  readonly postId: string
}

/** Makes the values of each statement of a creation for another post. */
export function valuesFor(
  example: Example,
  next: { readonly author: Author; readonly post: NewPost },
): { of(statement: Statement, postId: string | undefined): unknown[] } {
  const texts = new Map<string, string>([
    [example.author.organizationId, next.author.organizationId],
    [example.author.brandId, next.author.brandId],
    [example.author.userId, next.author.userId],
    [example.author.accountId, next.author.accountId],
    [`user:${example.author.userId}`, `user:${next.author.userId}`],
    [example.post.content, next.post.content],
  ])
  const dueAt = new Date(next.post.scheduledFor)
  const hash = randomBytes(32)

  function replace(value: unknown, postId: string | undefined): unknown {
    if (value instanceof Date) return dueAt
    if (value instanceof Uint8Array) return hash
    if (Array.isArray(value)) return value.map((item) => replace(item, postId))
    if (typeof value !== 'string') return value
    if (value === example.postId) return postId
    // The key of the lock that keeps two equal posts apart.
    if (/^-?\d{12,}$/.test(value)) return String(hash.readBigInt64BE())
    return texts.get(value) ?? value
  }
  return { of: (statement, postId) => statement.values.map((value) => replace(value, postId)) }
}

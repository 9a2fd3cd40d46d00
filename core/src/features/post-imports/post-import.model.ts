/** How far an import is. `refused`: one row was, and it was to be all or nothing. */
export type ImportStatus = 'checking' | 'creating' | 'undoing' | 'done' | 'refused'

/** What became of a row. `kept`: it could not be taken back any more. */
export type ImportRowStatus = 'waiting' | 'valid' | 'created' | 'failed' | 'taken_back' | 'kept'

/** An import of many rows (table `post_imports`). */
export interface PostImport {
  readonly id: string
  readonly organization_id: string
  readonly user_id: string
  readonly mode: 'all_or_nothing' | 'each'
  readonly dry_run: boolean
  readonly status: ImportStatus
  readonly attempts: number
  readonly created_at: Date
  readonly finished_at: Date | null
}

/** The columns that a file of posts may have; `content` must be there. */
export const importColumns = [
  'content',
  'scheduledFor',
  'platforms',
  'hashtags',
  'imageUrls',
  'firstComment',
  'brandId',
] as const

/** See {@link importColumns}. */
export type ImportColumn = (typeof importColumns)[number]

/** Whether a file may have such a column. */
export function isImportColumn(name: string): name is ImportColumn {
  return (importColumns as readonly string[]).includes(name)
}

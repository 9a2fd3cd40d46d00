import type { Publication } from '../posts/publication.ts'

/** Under which a file of a publication lies in the store, and on the wall. */
export function fileId({ id }: Publication, index: number): string {
  return `${id.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${index}`
}

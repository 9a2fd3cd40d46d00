/** A handle as a name: `demo-brand` is Demo Brand. */
export function nameOf(handle: string): string {
  const words = handle.split(/[-_]+/).filter((word) => word !== '')
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
}

/** `post_media_view` becomes `Post Media View`. */
export function titleOf(name: string): string {
  const words = name.split('_')
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ')
}

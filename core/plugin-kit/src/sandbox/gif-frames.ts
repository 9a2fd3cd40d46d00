/**
 * Counts the frames of a GIF by walking its blocks (GIF89a 12 and 18–24).
 *
 * @returns `undefined` where the file breaks off or makes no sense
 */
export function countGifFrames(bytes: Buffer): number | undefined {
  const walk = { bytes, at: 13 + tableSize(bytes[10] ?? 0) }
  let frames = 0
  for (;;) {
    const block = bytes[walk.at]
    if (block === 0x3b) return frames
    if (block === 0x21) {
      walk.at = afterSubBlocks(bytes, walk.at + 2)
    } else if (block === 0x2c) {
      frames += 1
      // Descriptor, local colours, and one byte of code size come before the picture.
      walk.at = afterSubBlocks(bytes, walk.at + 10 + tableSize(bytes[walk.at + 9] ?? 0) + 1)
    } else {
      return undefined
    }
  }
}

/** Bytes of a colour table, by the flags that announce it. */
function tableSize(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1)
}

function afterSubBlocks(bytes: Buffer, start: number): number {
  let at = start
  for (;;) {
    const size = bytes[at]
    // Beyond the end there is no block, and the walk stops there.
    if (size === undefined || size === 0) return at + 1
    at += size + 1
  }
}

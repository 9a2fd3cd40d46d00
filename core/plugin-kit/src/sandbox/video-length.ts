/**
 * The length of an MP4 or MOV in milliseconds, from its movie header.
 *
 * @returns `undefined` where the file has none that can be read
 */
export function videoLength(bytes: Buffer): number | undefined {
  const movie = findBox(bytes, 'moov')
  const header = movie === undefined ? undefined : findBox(movie, 'mvhd')
  if (header === undefined || header.length < 20) return undefined
  const wide = header[0] === 1
  if (wide && header.length < 32) return undefined
  const timescale = header.readUInt32BE(wide ? 20 : 12)
  const duration = wide ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  return timescale === 0 ? undefined : Math.round((duration * 1000) / timescale)
}

/** The content of the first box of this name. */
function findBox(bytes: Buffer, name: string): Buffer | undefined {
  let at = 0
  while (at + 8 <= bytes.length) {
    const short = bytes.readUInt32BE(at)
    const wide = short === 1 && at + 16 <= bytes.length
    const head = wide ? 16 : 8
    const size = wide ? Number(bytes.readBigUInt64BE(at + 8)) : short
    // Nought means "to the end"; anything below the head is broken.
    const end = size === 0 ? bytes.length : at + size
    if (size !== 0 && size < head) return undefined
    if (bytes.toString('latin1', at + 4, at + 8) === name) return bytes.subarray(at + head, end)
    at = end
  }
  return undefined
}

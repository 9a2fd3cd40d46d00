import { sniff } from '@t21/meta-graph/sandbox'

/**
 * What a picture's bytes are. A JPEG with a second picture in it is an MPO, a pair for two eyes a JPS;
 * Instagram takes neither (instagram.md 3).
 */
export function imageFormat(bytes: Buffer): string {
  const type = sniff(bytes)
  return type === 'image/jpeg' ? jpegKind(bytes) : (type ?? 'of this file')
}

/** Reads the application segments in front of the picture. */
function jpegKind(bytes: Buffer): 'JPEG' | 'MPO' | 'JPS' {
  let at = 2
  while (at + 12 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1)
    if (marker < 0xe0 || marker > 0xef) break
    const content = bytes.toString('latin1', at + 4, at + 12)
    if (marker === 0xe2 && content.startsWith('MPF\0')) return 'MPO'
    if (marker === 0xe3 && content === '_JPSJPS_') return 'JPS'
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return 'JPEG'
}
